package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;

class DkimKeysTest {
    private static final CryptoBackend CRYPTO = CryptoBackend.of(CryptoBackend.Choice.JDK);
    private static final String RSA = TestSigner.RSA.publicKey();
    private static final DomainName NAME = DomainName.of(DkimVerifierTest.KEY);

    /// What becomes of a good message when this is its key record. KEY stands for the key.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=rsa; p=KEY|pass",
                "p=KEY|pass",
                "v=DKIM1; p=KEY;|pass",
                "v=DKIM1 ; p = KEY ; t= s : y ; n=a note; g=x@y; s= email : tlsrpt; h = sha1:sha256|pass",
                "v=DKIM1; k=RSA; p=KEY; s=*; h=SHA256|pass",
                "v=DKIM1; p=KEY; t=|pass",
                "k=rsa; p=KEY; unknown=x|pass",
                "v=DKIM2; p=KEY|permerror key syntax error: octet 3: not version DKIM1",
                "v=dkim1; p=KEY|permerror key syntax error: octet 3: not version DKIM1",
                "p=KEY; v=DKIM1|permerror key syntax error: octet 221: the version is not the first tag",
                "v=DKIM1; p=|permerror key revoked",
                "v=DKIM1; k=unknown; p=|permerror key revoked",
                "v=DKIM1|permerror key syntax error: octet 8: no p= tag",
                "v=DKIM1; k=rsa|permerror key syntax error: octet 15: no p= tag",
                "v=DKIM1; p=*KEY|permerror key syntax error: octet 12: not base64",
                "v=DKIM1; p=AAAA|permerror key syntax error: octet 1 of the key: expected DER tag 48",
                "v=DKIM1; k=unknown; p=KEY|permerror inappropriate key algorithm: unknown key type",
                "v=DKIM1; k=ed25519; p=KEY|permerror key syntax error: octet 33 of the key: not an Ed25519 key of 32 octets",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=|permerror inappropriate key algorithm",
                "v=DKIM1; p=KEY; h=sha1|permerror inappropriate hash algorithm",
                "v=DKIM1; p=KEY; h=sha512:x|permerror inappropriate hash algorithm",
                "v=DKIM1; p=KEY; s=tlsrpt|permerror key is not for email",
                "v=DKIM1; p=KEY; s=a::b|permerror key syntax error: octet 234: expected a name",
                "v=DKIM1; p=KEY; p=KEY|permerror key syntax error: octet 230: a tag for the second time",
                "v=DKIM1\\; p=KEY|permerror key syntax error: octet 3: not version DKIM1",
                "something else|permerror key syntax error: octet 11: expected an equals sign",
            })
    @Spec({"RFC 6376 §3.6.1", "RFC 6376 §6.1.2", "DKV-1", "DKV-12", "DKV-22", "DKV-23", "DKV-24"})
    void records(String record, String expected) {
        String message = TestSigner.RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE);

        Verifying verifying = Verifying.with(Map.of(DkimVerifierTest.KEY, record.replace("KEY", RSA)));
        assertEquals(expected, text(verifying.verify(message)));
    }

    private static String text(List<DkimResult> results) {
        DkimVerdict verdict = results.getFirst().verdict();
        return verdict.word() + verdict.problem().map(p -> " " + p.text()).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "t=y, @example.com, pass",
        "t=s, @example.com, pass",
        "t=s, a@example.com, pass",
        "t=s, a@sub.example.com, permerror",
        "t=y:s, @sub.example.com, permerror",
        "t=x, @sub.example.com, pass",
    })
    @Spec({"RFC 6376 §3.6.1", "DKV-8", "DKV-23", "DKV-33"})
    void flags(String flags, String identity, String expected) {
        String tags = DkimVerifierTest.TAGS + "; i=" + identity;
        String message = TestSigner.RSA.sign(tags, DkimVerifierTest.MESSAGE);
        DkimResult result = Verifying.with(Map.of(DkimVerifierTest.KEY, flags + "; p=" + RSA))
                .verify(message)
                .getFirst();

        assertEquals(expected, result.verdict().word());
        assertEquals(flags.contains("y"), result.testing());
    }

    @ParameterizedTest
    @CsvSource({
        "SERVFAIL, temperror key unavailable: servfail",
        "TIMEOUT, temperror key unavailable: timeout",
        "NODATA, permerror no key for signature: no TXT record",
        "NXDOMAIN, permerror no key for signature: no such name",
    })
    @Spec({"RFC 6376 §6.1.2", "RFC 8601 §2.7.1", "DKV-30", "DKV-32"})
    void answers(String fault, String expected) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        switch (fault) {
            case "SERVFAIL" -> zone.fail(NAME, RecordType.TXT, Answer.Cause.SERVER_FAILURE);
            case "NODATA" -> zone.add(DomainName.of("x." + NAME), RecordType.TXT, new Data.Text(Bytes.EMPTY));
            case "NXDOMAIN" -> zone.fail(DomainName.of("other.example"), RecordType.TXT, Answer.Cause.TIMEOUT);
            default -> zone.fail(NAME, RecordType.TXT, Answer.Cause.TIMEOUT);
        }
        Verifying verifying = Verifying.with(Map.of()).dns(zone.build());

        assertEquals(
                expected, text(verifying.verify(TestSigner.RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE))));
    }

    @Test
    @Spec({"RFC 6376 §3.6.2.1", "DKV-21"})
    void aNameThatIsTooLongIsNotAskedFor() {
        String longest = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(50));
        String tags = DkimVerifierTest.TAGS.replace("s=s;", "s=" + longest + ";");
        Resolver nobody = (question, _) -> {
            throw new AssertionError("asked for " + question.name());
        };

        assertEquals(
                "permerror no key for signature: no name is that long",
                text(Verifying.with(Map.of()).dns(nobody).verify(TestSigner.RSA.sign(tags, DkimVerifierTest.MESSAGE))));
    }

    @Test
    @Spec({"RFC 6376 §3.6.2.2", "DKV-25"})
    void severalRecords() {
        String good = "v=DKIM1; p=" + RSA;
        assertEquals("pass", withRecords(good, "v=spf1 -all"));
        assertEquals("pass", withRecords("some=text", "x", good));
        assertEquals("permerror several keys for signature: 2 records", withRecords(good, good));
        assertEquals("permerror several keys for signature: 2 records", withRecords(good, "p="));
        assertEquals("permerror key syntax error: octet 2: expected an equals sign", withRecords("x", "v=spf1 -all"));
    }

    private static String withRecords(String... records) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        Stream.of(records).forEach(record -> zone.add(NAME, RecordType.TXT, new Data.Text(Bytes.utf8(record))));
        return text(Verifying.with(Map.of())
                .dns(zone.build())
                .verify(TestSigner.RSA.sign(DkimVerifierTest.TAGS, DkimVerifierTest.MESSAGE)));
    }

    /// Exim bug 3120: a public key that crashes its reader. Hexadecimal, and the bits of the key or the
    /// complaint.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'30 0A 02 03 010001 02 03 010001'|17", // bare
                "'30 1C 300D 06092A864886F70D0101010500 03 0B 00 3008 0203 00C001 02 01 03'|16",
                "'30 1E 300D 06092A864886F70D0101010500 03 0D 00 300A 0203 010001 0203 010001'|17",
                "'30 1C 300B 06092A864886F70D010101 03 0D 00 300A 0203 010001 0203 010001'|17", // no NULL
                "'30 1E 300D 06092A864886F70D01010A0500 03 0D 00 300A 0203 010001 0203 010001'|not an RSA key",
                "'30 1E 300D 06092A864886F70D0101010500 03 0D 01 300A 0203 010001 0203 010001'|whole octets",
                "''|the key ends too early",
                "'30'|the key ends too early",
                "'31 0A 02 03 010001 02 03 010001'|expected DER tag 48",
                "'30 0A 02 03 010001 02 03 010001 00'|something after the end",
                "'30 0B 02 03 010001 02 03 010001 00'|something after the end",
                "'30 09 02 03 010001 02 03 010001'|something after the end",
                "'30 80 02 03 010001 02 03 010001'|not a DER length",
                "'30 81 0A 02 03 010001 02 03 010001'|not a DER length in its shortest form",
                "'30 84 0000000A 02 03 010001 02 03 010001'|not a DER length",
                "'30 83 FFFFFF 02'|longer than the key",
                "'30 08 02 01 00 02 03 010001'|not an RSA modulus",
                "'30 08 02 01 FF 02 03 010001'|not an RSA modulus",
                "'30 08 02 01 02 02 03 010001'|not an RSA modulus", // even
                "'30 07 02 00 02 03 010001'|shortest form",
                "'30 0B 02 04 00010001 02 03 010001'|shortest form",
                "'30 0A 02 03 010001 02 03 010000'|not an exponent", // even
                "'30 08 02 03 010001 02 01 01'|not an exponent",
                "'30 08 02 03 010001 02 01 FD'|not an exponent", // negative
                "'30 08 02 03 010001 02 01 03'|17",
                "'30 0C 02 03 010001 02 05 00FFFFFFFF'|17",
                "'30 0C 02 03 010001 02 05 0100000001'|not an exponent", // more than 2^32
            })
    @Spec({"RFC 6376 §3.6.1", "RFC 8017 Appendix A.1.1", "DKV-26", "DKV-27"})
    void derOfRsaKeys(String hex, String expected) {
        Bytes octets = Bytes.of(HexFormat.of().parseHex(hex.replace(" ", "")));
        String actual = switch (VerifyingKey.parse(KeyType.RSA, octets)) {
            case Parsed.Ok<VerifyingKey>(VerifyingKey key) -> Integer.toString(key.bits());
            case Parsed.Malformed<VerifyingKey>(int _, String why) -> "17: the key, " + why;
        };
        assertTrue(actual.contains(expected.replace("24: ", "")), actual);
    }

    @Test
    @Spec({"RFC 8301 §3.2", "DKV-27"})
    void aModulusMayBeLongButNotAnyLength() {
        assertEquals("8192", bits(1024));
        assertEquals("modulus longer than 8192 bits", bits(1025));
    }

    /// The size of a key whose modulus has so many octets.
    private static String bits(int octets) {
        String modulus = "00" + "FF".repeat(octets);
        String integers = "0282" + HexFormat.of().toHexDigits((short) (octets + 1)) + modulus + "0203010001";
        String key = "3082" + HexFormat.of().toHexDigits((short) (integers.length() / 2)) + integers;
        return switch (VerifyingKey.parse(KeyType.RSA, Bytes.of(HexFormat.of().parseHex(key)))) {
            case Parsed.Ok<VerifyingKey>(VerifyingKey good) -> Integer.toString(good.bits());
            case Parsed.Malformed<VerifyingKey>(int _, String why) -> why;
        };
    }

    @Test
    void keysAreDecodedOnce() {
        Bytes octets = Bytes.of(Base64.getDecoder().decode(RSA));

        assertSame(CRYPTO.key(KeyType.RSA, octets), CRYPTO.key(KeyType.RSA, Bytes.of(octets.toArray())));
        assertTrue(CRYPTO.description().contains("RSA by the JDK, Ed25519 by Bouncy Castle"));
        assertTrue(CryptoBackend.of(CryptoBackend.Choice.ACCP).description().startsWith("RSA and Ed25519 by ACCP"));
    }

    /// Takes any octets as a key record, and as each kind of key: the target of the fuzzer.
    public static void fuzz(byte[] octets) {
        Bytes text = Bytes.of(octets);
        for (KeyType type : KeyType.values()) {
            if (CRYPTO.key(type, text) instanceof Parsed.Malformed<CryptoBackend.Key>(int offset, String _)) {
                assertTrue(offset >= 0 && offset <= text.length(), () -> offset + " in " + text);
            }
        }
        if (DkimKeyRecord.parse(text, 10_000) instanceof Parsed.Malformed<DkimKeyRecord>(int offset, String _)) {
            assertTrue(offset >= 0 && offset <= text.length(), () -> offset + " in " + text);
        }
        Lookups dns = new Lookups(
                (_, _) -> new Answer.Found(List.of(new Data.Text(text)), false), Budgets.Dns.DEFAULT, () -> 0);
        new DkimKeys(CRYPTO, Budgets.Signatures.DEFAULT).find(DomainName.of("s"), DomainName.of("d.example"), dns);
    }

    @Test
    @Spec({"RFC 6376 §6.1.1", "DKV-37"})
    void neverThrows() {
        Fuzzing.run(
                20_000,
                List.of("v=DKIM1; k=rsa; p=" + RSA.substring(0, 40), "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg=="),
                List.of(";", "=", "p=", "v=", " ", "\r\n ", "0", "A", "\u0002\u0003\u0001\u0000\u0001", "\0", ":"),
                DkimKeysTest::fuzz);
        byte[] der = Base64.getDecoder().decode(RSA);
        for (int i = 0; i < der.length; i++) {
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0x82, 0xFF}) {
                byte[] changed = der.clone();
                changed[i] = (byte) value;
                fuzz(changed);
            }
        }
    }
}
