package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dkim.TagValues;
import org.vidimus.policy.message.HeaderField;

class SignatureFieldTest {
    private static final TagOrder ORDER = TagOrder.DEFAULT;

    private static SignatureField field() {
        return new SignatureField("DKIM-Signature").tag("v", "1").tag("a", "rsa-sha256");
    }

    private static String value(SignatureField field, int signature) {
        return field.unsigned(ORDER)
                .signed(Bytes.of(new byte[signature]))
                .value()
                .latin1();
    }

    @Test
    @Spec({"DKS-12", "SGN-21", "RFC 5322 §2.1.1"})
    void foldsAtTagsThenAtColonsThenInBase64() {
        SignatureField field = field().tag("c", "relaxed/relaxed")
                .tag("d", "example.com")
                .tag("s", "selector")
                .tag("t", "1700000000")
                .list("h", List.of("from", "from", "to", "to", "subject", "subject", "message-id", "mime-version", "x"))
                .base64("bh", Bytes.of(new byte[32]));

        assertEquals("""
                DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com;
                 s=selector; t=1700000000;
                 h=from:from:to:to:subject:subject:message-id:mime-version:x;
                 bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;
                 b=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                 AAAAAAAAAAA==""", "DKIM-Signature:" + value(field, 64));
    }

    @Test
    @Spec({"DKS-12", "RFC 6376 §3.5"})
    void listsAreFoldedAfterAColon() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            names.add("resent-message-id");
        }
        assertEquals("""
                DKIM-Signature: v=1; a=rsa-sha256;
                 h=resent-message-id:resent-message-id:resent-message-id:resent-message-id:
                 resent-message-id:resent-message-id:resent-message-id:resent-message-id:
                 resent-message-id:resent-message-id:resent-message-id:resent-message-id;
                 b=""", "DKIM-Signature:" + value(field().list("h", names), 0));
    }

    @Test
    @Spec("RFC 6376 §3.7")
    void theSignatureIsTheLastTagWhereTheOrderDoesNotNameIt() {
        SignatureField field = field().tag("q", "dns/txt").tag("d", "example.com");
        SignatureField.Unsigned unsigned = field.unsigned(new TagOrder(List.of("d", "v")));

        assertEquals(
                " d=example.com; v=1; a=rsa-sha256; q=dns/txt;\n b=",
                unsigned.empty().value().latin1());
    }

    @Test
    @Spec("RFC 6376 §3.7")
    void howLongTheSignatureIsChangesNothingAroundIt() {
        SignatureField field = field().tag("q", "dns/txt").tag("d", "example.com");
        SignatureField.Unsigned unsigned = field.unsigned(new TagOrder(List.of("b", "d", "v")));

        assertEquals(
                " a=rsa-sha256; q=dns/txt;\n b=;\n d=example.com; v=1",
                unsigned.empty().value().latin1());
        assertEquals(
                " a=rsa-sha256; q=dns/txt;\n b=" + "A".repeat(75) + "\n " + "A".repeat(25) + ";\n d=example.com; v=1",
                unsigned.signed(Bytes.of(new byte[75])).value().latin1());
    }

    @Test
    @Spec("RFC 6376 §2.11")
    void identitiesAreQuotedPrintable() {
        Bytes local = Bytes.utf8("a b;c=d\u00E9|~<>");
        assertEquals(
                " v=1; a=rsa-sha256; i=a=20b=3Bc=3Dd=C3=A9|~<>@example.com;\n b=",
                value(field().identity("i", local, "example.com"), 0));
    }

    @Test
    @Spec("RFC 6376 §2.11")
    void longIdentitiesAreFoldedBetweenCharacters() {
        String folded = value(field().identity("i", Bytes.utf8(";".repeat(60)), "a".repeat(60) + ".example"), 0);

        assertEquals(
                "i=" + "=3B".repeat(60) + "@" + "a".repeat(60) + ".example;",
                folded.replaceAll("\n ", "")
                        .replaceFirst(".*;(?=i=)", "")
                        .replaceFirst(";b=$", ";")
                        .replaceFirst("^.*? ?(?=i=)", ""));
        for (String line : folded.split("\n")) {
            assertTrue(line.length() <= 78, line);
            assertFalse(line.endsWith("=") && !line.endsWith("b="), line);
            assertFalse(line.endsWith("=3"), line);
        }
    }

    @Test
    @Spec("DKS-12")
    void aWordLongerThanALineHasItToItself() {
        String domain = ("a".repeat(60) + ".").repeat(4) + "example";
        assertEquals(
                " v=1; a=rsa-sha256;\n d=" + domain + ";\n s=s;\n b=",
                value(field().tag("d", domain).tag("s", "s"), 0));
    }

    /// Whatever goes in can be read out again, and the field with its signature is the one that was hashed.
    @Test
    @Spec({"DKS-12", "RFC 6376 §3.7"})
    void readsBackAsWritten() {
        RandomGenerator random = Fuzzing.random(12);
        for (int i = 0; i < 2_000; i++) {
            List<String> names = new ArrayList<>();
            for (int n = random.nextInt(1, 60); n > 0; n--) {
                names.add("x".repeat(random.nextInt(1, 70)));
            }
            Bytes hash = octets(random, random.nextInt(1, 70));
            Bytes local = octets(random, random.nextInt(80));
            Bytes signature = octets(random, random.nextInt(1, 600));
            SignatureField.Unsigned unsigned = field().tag("d", "d".repeat(random.nextInt(1, 250)))
                    .identity("i", local, "example.com")
                    .list("h", names)
                    .base64("bh", hash)
                    .unsigned(ORDER);
            HeaderField signed = unsigned.signed(signature);
            TagList tags = read(signed);

            assertEquals(unsigned.empty().value(), tags.without(tags.tag("b").orElseThrow()));
            assertEquals(new Parsed.Ok<>(hash), TagValues.base64(tags.tag("bh").orElseThrow()));
            assertEquals(
                    new Parsed.Ok<>(signature), TagValues.base64(tags.tag("b").orElseThrow()));
            assertEquals(
                    new Parsed.Ok<>(names.stream().map(Bytes::utf8).toList()),
                    TagValues.list(tags.tag("h").orElseThrow(), 100));
            for (String line : ("DKIM-Signature:" + signed.value().latin1()).split("\n")) {
                assertFalse(line.endsWith(" "), line);
                assertTrue(line.length() <= 78 || line.startsWith(" d="), line);
            }
        }
    }

    private static TagList read(HeaderField field) {
        return switch (TagList.parse(field.value(), TagList.Charset.ASCII)) {
            case Parsed.Ok<TagList>(TagList tags) -> tags;
            case Parsed.Malformed<TagList>(int offset, String why) ->
                throw new AssertionError(offset + ": " + why + ": " + field);
        };
    }

    private static Bytes octets(RandomGenerator random, int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return Bytes.of(octets);
    }
}
