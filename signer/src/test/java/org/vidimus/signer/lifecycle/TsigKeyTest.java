package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

class TsigKeyTest {
    private static final String GOOD = "key \"dkim.example.org\" {\n\talgorithm hmac-sha512;\n\tsecret \"QUJD\";\n};\n";
    private static final TsigKey KEY =
            new TsigKey(DomainName.of("dkim.example.org"), TsigAlgorithm.HMAC_SHA512, Bytes.utf8("ABC"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        key "dkim.example.org" { algorithm hmac-sha512; secret "QUJD"; };
        key dkim.example.org. { secret QUJD; algorithm HMAC-SHA512; };
        /* one */ key "dkim.example.org" { // two;    { algorithm hmac-sha512; secret "QUJD"; };
        key  "dkim.example.org"{algorithm "hmac-sha512";secret "QUJD";};key "b" { };
        """)
    void whatTsigKeygenAndPeopleWriteIsRead(String text) {
        assertEquals(new Parsed.Ok<>(KEY), TsigKey.parse(Bytes.utf8(text.replace("    {", "\n"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hmac-sha512 | hmac-md5 | expected hmac-sha256, hmac-sha384 or hmac-sha512
        hmac-sha512 | hmac-sha1 | expected hmac-sha256, hmac-sha384 or hmac-sha512
        QUJD | QU!D | the secret is not base64
        secret | public | it has no secret
        key | kee | expected key "NAME" { algorithm ...; secret ...; };
        dkim.example | dkim..example | the key's name is no domain name
        """)
    void whatIsWrongIsSaidWithoutTheSecret(String part, String instead, String why) {
        Parsed<TsigKey> read = TsigKey.parse(Bytes.utf8(GOOD.replace(part, instead)));
        assertEquals(why, read instanceof Parsed.Malformed<TsigKey>(int _, String said) ? said : "read");
    }

    @Test
    void aFileThatOthersReadIsRefused() throws IOException, LifecycleException {
        Path file = Files.writeString(folder.resolve("key"), GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(KEY, TsigKey.read(new TsigSource(file, Optional.empty())));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                file + ": others can read or change this key; chmod 600 " + file,
                assertThrows(LifecycleException.class, () -> TsigKey.read(new TsigSource(file, Optional.empty())))
                        .sentence());
    }

    @Test
    void theSecretIsNeverShown() {
        assertEquals("TsigKey[dkim.example.org]", KEY.toString());
        assertFalse(TsigKey.parse(Bytes.utf8(GOOD)).toString().contains("QUJD"));
    }

    @Test
    void noiseIsReadOrRefused() {
        var random = new Random(8945);
        for (int round = 0; round < 5_000; round++) {
            var text = new StringBuilder(GOOD);
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                text.setCharAt(random.nextInt(text.length()), "{};\"/* key\n".charAt(random.nextInt(11)));
            }
            TsigKey.parse(Bytes.utf8(text.toString()));
        }
    }
}
