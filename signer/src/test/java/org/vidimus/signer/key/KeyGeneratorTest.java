package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimKeyRecord;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.policy.dns.DomainName;

class KeyGeneratorTest {
    private static final KeyGenerator GENERATOR = new KeyGenerator(Keys.BACKEND, new SecureRandom());
    private static final DomainName NAME = DomainName.of("s1._domainkey.example.com");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @Spec("DKS-7")
    void whatIsWrittenIsReadAgain(KeyKind kind) throws IOException {
        NewKey made = GENERATOR.generate(kind);
        Path file = folder.resolve(kind.word() + ".pem");
        made.write(file);

        assertEquals(kind.bits(), made.key().bits());
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
        KeyResult.Loaded again = Keys.loaded(Keys.LOADER.load(new KeyReference.InFile(file)));
        assertEquals(made.key().publicKey(), again.key().publicKey());
        assertEquals(List.of(), again.cautions());
        assertEquals("new " + again.key(), made.toString());
    }

    @Test
    void noKeyIsOverwritten() throws IOException {
        Path file = folder.resolve("taken");
        Files.writeString(file, "mine");
        NewKey made = GENERATOR.generate(KeyKind.ED25519);

        assertThrows(FileAlreadyExistsException.class, () -> made.write(file));
        assertEquals("mine", Files.readString(file));
        assertThrows(IOException.class, () -> made.write(folder.resolve("no/folder")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "RSA_4096", "ED25519"})
    @Spec("RFC 6376 §3.6.1")
    void theRecordOfAKeyIsWhatVerifiersRead(KeyKind kind) {
        SigningKey key = GENERATOR.generate(kind).key();
        KeyRecordText text = KeyRecordText.of(key);
        DkimKeyRecord record = parse(text);

        assertEquals(key.algorithm().keyType().word(), record.keyType());
        assertEquals(key.publicKey(), record.key());
        assertTrue(record.allows(HashAlgorithm.SHA256) && !record.allows(HashAlgorithm.SHA1));
        assertEquals(text.line(), String.join("", text.strings()));
        assertTrue(text.strings().stream().allMatch(string -> string.length() <= 255));

        DkimKeyRecord flagged = parse(text.with(Set.of(KeyRecordText.Flag.TESTING, KeyRecordText.Flag.STRICT)));
        assertTrue(flagged.isTesting() && flagged.isStrict());
    }

    private static DkimKeyRecord parse(KeyRecordText text) {
        Parsed<DkimKeyRecord> parsed = DkimKeyRecord.parse(Bytes.utf8(text.line()), 4096);
        return ((Parsed.Ok<?>) assertInstanceOf(Parsed.Ok.class, parsed)).value() instanceof DkimKeyRecord record
                ? record
                : parse(text);
    }

    @Test
    void theRecordIsWrittenForPanelsZonesAndPrograms() {
        KeyRecordText text = new KeyRecordText(
                KeyType.RSA, Bytes.of(new byte[200]), Set.of(KeyRecordText.Flag.STRICT, KeyRecordText.Flag.TESTING));
        String line = "v=DKIM1; h=sha256; k=rsa; t=y:s; p=" + "A".repeat(266) + "A=";
        String first = line.substring(0, 255);
        String second = line.substring(255);

        assertEquals(line, text.line());
        assertEquals(
                "s1._domainkey.example.com. 3600 IN TXT (\n    \"" + first + "\"\n    \"" + second + "\" )\n",
                text.zoneBlock(NAME, 3600));
        assertEquals(
                "{\"name\":\"s1._domainkey.example.com\",\"type\":\"TXT\",\"ttl\":3600,\"value\":\"" + line
                        + "\",\"strings\":[\"" + first + "\",\"" + second + "\"]}",
                text.json(NAME, 3600));
    }

    @Test
    @Spec("RFC 6376 §3.6.1")
    void aRevokedKeyHasAnEmptyRecord() {
        KeyRecordText text = KeyRecordText.revoked(KeyType.ED25519);

        assertEquals("v=DKIM1; h=sha256; k=ed25519; p=", text.line());
        assertTrue(parse(text).isRevoked());
    }
}
