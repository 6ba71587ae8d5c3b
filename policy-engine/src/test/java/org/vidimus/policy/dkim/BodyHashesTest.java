package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

class BodyHashesTest {
    private static final OptionalLong ALL = OptionalLong.empty();

    /// Body, what the simple form is, what the relaxed form is. `<` is CR and `|` is LF, `_` a space and `>` a
    /// tab.
    @ParameterizedTest
    @CsvSource({
        "'', '<|', ''",
        "'<|', '<|', ''",
        "'<|<|<|', '<|', ''",
        "'a', 'a<|', 'a<|'",
        "'a<|', 'a<|', 'a<|'",
        "'a<|<|<|', 'a<|', 'a<|'",
        "'<|a<|', '<|a<|', '<|a<|'",
        "'a<|<|<|b', 'a<|<|<|b<|', 'a<|<|<|b<|'",
        "'_', '_<|', ''", // white space alone is an empty line
        "'_>_<|_<|', '_>_<|_<|', ''",
        "'a_<|_<|<|', 'a_<|_<|', 'a<|'",
        "'a_', 'a_<|', 'a<|'",
        "'_a', '_a<|', '_a<|'", // leading white space stays, as one space
        "'>_a>>b_<|', '>_a>>b_<|', '_a_b<|'",
        "'a>b', 'a>b<|', 'a_b<|'",
        "'a_>', 'a_><|', 'a<|'",
        // A CR or LF by itself is data.
        "'a|b|', 'a|b|<|', 'a|b|<|'",
        "'a<b<', 'a<b<<|', 'a<b<<|'",
        "'a_<b', 'a_<b<|', 'a_<b<|'",
        "'a_|b', 'a_|b<|', 'a_|b<|'",
        "'a<<|', 'a<<|', 'a<<|'",
        "'a_<<|', 'a_<<|', 'a_<<|'",
        "'<', '<<|', '<<|'",
        "'|', '|<|', '|<|'",
        "'_<_', '_<_<|', '_<<|'",
        "'a<|<', 'a<|<<|', 'a<|<<|'",
    })
    @Spec({"RFC 6376 §3.4.3", "RFC 6376 §3.4.4", "DKV-15", "DKV-16"})
    void canonicalForms(String body, String simple, String relaxed) {
        assertEquals(hash(octets(simple)), hash(Canonicalization.SIMPLE, octets(body)), "simple");
        assertEquals(hash(octets(relaxed)), hash(Canonicalization.RELAXED, octets(body)), "relaxed");
    }

    @Test
    @Spec({"RFC 6376 §3.4.3", "RFC 6376 §3.4.4", "DKV-15", "DKV-16"})
    void hashesOfTheEmptyBodyAreThoseThatTheRfcPrints() {
        assertEquals(
                "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", base64(hash(Canonicalization.SIMPLE, new byte[0])));
        assertEquals(
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", base64(hash(Canonicalization.RELAXED, new byte[0])));
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"RFC 6376 §3.4.3", "RFC 6376 §3.4.4", "MSG-5"})
    void chunksMakeNoDifference(Canonicalization canonicalization) {
        RandomGenerator random = Fuzzing.random(6376);
        for (int i = 0; i < 5_000; i++) {
            byte[] body = body(random);
            Bytes expected = hash(plainly(canonicalization, body));

            assertEquals(expected, hash(canonicalization, body), () -> "whole: " + Bytes.of(body));
            assertEquals(expected, hashInChunks(canonicalization, body, random), () -> "cut: " + Bytes.of(body));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"RFC 6376 §3.4.3", "RFC 6376 §3.4.4"})
    void aCanonicalFormIsItsOwnCanonicalForm(Canonicalization canonicalization) {
        RandomGenerator random = Fuzzing.random(4871);
        for (int i = 0; i < 2_000; i++) {
            byte[] canonical = plainly(canonicalization, body(random));

            assertEquals(
                    hash(canonical),
                    hash(canonicalization, canonical),
                    () -> Bytes.of(canonical).toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec({"RFC 6376 §3.7", "DKV-36"})
    void largeBodiesOfAllOctets(Canonicalization canonicalization) {
        RandomGenerator random = Fuzzing.random(8463);
        byte[] body = new byte[300_000];
        random.nextBytes(body);
        byte[] spaces = "  ".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
        byte[] lines = "\r\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
        for (byte[] part : List.of(spaces, lines)) {
            System.arraycopy(part, 0, body, 100_000, part.length);

            assertEquals(hash(plainly(canonicalization, body)), hashInChunks(canonicalization, body, random));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5", "7", "8", "9", "1000000"})
    @Spec({"RFC 6376 §3.7", "RFC 6376 §5.3.1", "DKV-17"})
    void aLimitCountsCanonicalOctets(long limit) {
        byte[] body = octets("a>_b<|_c__<|<|");
        byte[] canonical = octets("a_b<|_c<|");

        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.of(limit));
        bodies.update(body, 0, body.length);
        bodies.finish();

        int expected = (int) Math.min(limit, canonical.length);
        assertEquals(expected, handle.length());
        assertEquals(limit < canonical.length, handle.limited());
        assertEquals(hash(Arrays.copyOf(canonical, expected)), handle.digest());
    }

    @Test
    @Spec({"RFC 6376 §3.7", "DKV-20"})
    void theSameHashIsTakenOnce() {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle one = bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, ALL);

        assertSame(one, bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, ALL));
        List<BodyHashes.Handle> others = List.of(
                bodies.want(Canonicalization.SIMPLE, HashAlgorithm.SHA256, ALL),
                bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA1, ALL),
                bodies.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.of(1)));
        byte[] body = octets("a__b");
        bodies.update(body, 0, body.length);
        bodies.finish();
        assertEquals(hash(octets("a_b<|")), one.digest());
        assertEquals(hash(octets("a__b<|")), others.getFirst().digest());
        assertEquals(20, others.get(1).digest().length());
        assertEquals(hash(octets("a")), others.getLast().digest());
    }

    @Test
    void saysWhenNobodyNeedsMore() {
        byte[] body = octets("abcdef");
        BodyHashes nobody = new BodyHashes();
        assertFalse(nobody.needsMore());
        assertFalse(nobody.update(body, 0, body.length));

        BodyHashes limited = new BodyHashes();
        limited.want(Canonicalization.SIMPLE, HashAlgorithm.SHA256, OptionalLong.of(4));
        limited.want(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.of(6));
        assertTrue(limited.update(body, 0, 4)); // one more tells whether there is more
        assertTrue(limited.update(body, 4, 2));
        assertFalse(limited.update(body, 0, 1));
        assertFalse(limited.update(body, 0, 6));

        BodyHashes all = new BodyHashes();
        all.want(Canonicalization.SIMPLE, HashAlgorithm.SHA256, ALL);
        assertTrue(all.update(body, 0, body.length));
    }

    @Test
    void isNotUsedOutOfOrder() {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(Canonicalization.SIMPLE, HashAlgorithm.SHA256, ALL);
        byte[] body = octets("a");
        bodies.update(body, 0, 1);

        assertThrows(
                IllegalStateException.class, () -> bodies.want(Canonicalization.SIMPLE, HashAlgorithm.SHA256, ALL));
        assertThrows(IllegalStateException.class, handle::digest);
        assertThrows(IndexOutOfBoundsException.class, () -> bodies.update(body, 1, 1));
        bodies.finish();
        bodies.finish();
        assertThrows(IllegalStateException.class, () -> bodies.update(body, 0, 1));
    }

    /// Takes any octets as a body: the target of the fuzzer. The first octet says how they are cut.
    public static void fuzz(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(octets, 1, octets.length);
        for (Canonicalization canonicalization : Canonicalization.values()) {
            assertEquals(
                    hash(plainly(canonicalization, body)),
                    hashInChunks(canonicalization, body, Fuzzing.random(octets[0])));
        }
    }

    @Test
    void neverThrows() {
        List<String> words = List.of(" ", "\t", "\r", "\n", "\r\n", "\r\n\r\n", " \r\n", "abcdefgh", "\0");
        Fuzzing.run(5_000, List.of("xbody\r\n", "x\r\n \t\r\n"), words, BodyHashesTest::fuzz);
    }

    /// The canonical form by the letter of the RFC, line by line.
    private static byte[] plainly(Canonicalization canonicalization, byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        List<String> lines = new ArrayList<>(List.of(text.split("\r\n", -1)));
        if (canonicalization == Canonicalization.RELAXED) {
            lines.replaceAll(line -> withoutTrailingSpace(line.replaceAll("[ \t]+", " ")));
        }
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        boolean nothing = lines.isEmpty() && canonicalization == Canonicalization.RELAXED;
        String canonical = nothing ? "" : String.join("\r\n", lines) + "\r\n";
        return canonical.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String withoutTrailingSpace(String line) {
        return line.endsWith(" ") ? line.substring(0, line.length() - 1) : line;
    }

    private static byte[] body(RandomGenerator random) {
        String[] parts = {" ", "\t", "\r", "\n", "\r\n", "\r\n", "a", "bc", "text of several words", "\u00E9", "\0"};
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int n = random.nextInt(24); n > 0; n--) {
            body.writeBytes(parts[random.nextInt(parts.length)].getBytes(StandardCharsets.ISO_8859_1));
        }
        return body.toByteArray();
    }

    private static Bytes hash(byte[] canonical) {
        return Bytes.of(HashAlgorithm.SHA256.newDigest().digest(canonical));
    }

    private static Bytes hash(Canonicalization canonicalization, byte[] body) {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(canonicalization, HashAlgorithm.SHA256, ALL);
        bodies.update(body, 0, body.length);
        bodies.finish();
        return handle.digest();
    }

    private static Bytes hashInChunks(Canonicalization canonicalization, byte[] body, RandomGenerator random) {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(canonicalization, HashAlgorithm.SHA256, ALL);
        int position = 0;
        while (position < body.length) {
            int length = Math.min(body.length - position, random.nextInt(body.length > 1000 ? 70_000 : 5));
            bodies.update(body, position, length);
            position += length;
        }
        bodies.finish();
        return handle.digest();
    }

    private static byte[] octets(String notation) {
        return notation.replace('<', '\r')
                .replace('|', '\n')
                .replace('_', ' ')
                .replace('>', '\t')
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(Bytes octets) {
        return Base64.getEncoder().encodeToString(octets.toArray());
    }
}
