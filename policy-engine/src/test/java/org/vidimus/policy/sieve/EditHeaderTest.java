package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// RFC 5293, section by section.
class EditHeaderTest {
    private static final String REQUIRE =
            "require [\"editheader\", \"variables\", \"encoded-character\", \"relational\"]; ";

    private static final SieveMessage MAIL = Scripts.message("""
            Received: from a
            Received: from b
            X-A: one
            DKIM-Signature: v=1
            X-A: two
            Auto-Submitted: no
            X-A: =?utf-8?q?dr=C3=A9i?=
            Subject: =?utf-8?q?a=0D=0ABcc:_x@example.org=00?=

            body
            """);

    /// Removed indexes, then what is above, then what is below.
    private static String edits(String commands) {
        SieveOutcome outcome = Scripts.run(REQUIRE + commands, MAIL);
        assertTrue(outcome.keepsImplicitly() || outcome.fault().isPresent(), "§4, §5: the implicit keep stays");
        if (outcome.fault().isPresent()) {
            assertEquals(EditedHeader.Changes.NONE, outcome.header(), "§7: after a fault the message is as it came");
            return outcome.fault().get().why();
        }
        EditedHeader.Changes changes = outcome.header();
        return changes.removed() + fields(changes.top()) + fields(changes.bottom());
    }

    private static String fields(List<HeaderField> fields) {
        return fields.stream().map(f -> f.name() + ":" + f.value()).collect(Collectors.joining("; ", "[", "]"));
    }

    @ParameterizedTest
    @Spec({"RFC 5293 §4", "RFC 5293 §5", "RFC 5293 §7"})
    @CsvSource(
            delimiter = '|',
            value = {
                "addheader \"X-B\" \"b\";                            | [][X-B: b][]",
                "addheader :last \"X-B\" \"b\";                      | [][][X-B: b]",
                "addheader \"X-B\" \"b\"; addheader \"X-C\" \"c\";   | [][X-C: c; X-B: b][]",
                "addheader :last \"X-B\" \"b\"; addheader :last \"X-C\" \"c\"; | [][][X-B: b; X-C: c]",
                "addheader \"X-B\" \"\";                             | [][X-B: ][]",
                "addheader \"Subject\" \"s\";                        | [][Subject: s][]",
                "deleteheader \"x-a\";                               | [2, 4, 6][][]",
                "deleteheader \"x-none\";                            | [][][]",
                "deleteheader \"subject\";                           | [7][][]",
                "deleteheader \"x-a\" \"TWO\";                       | [4][][]",
                "deleteheader \"x-a\" [\"one\", \"dréi\"];           | [2, 6][][]",
                "deleteheader :contains \"x-a\" \"o\";               | [2, 4][][]",
                "deleteheader :matches \"x-a\" \"???\";              | [2, 4][][]",
                "deleteheader :comparator \"i;octet\" \"x-a\" \"ONE\"; | [][][]",
                "deleteheader :matches \"x-a\";                      | [2, 4, 6][][]",
                "deleteheader :index 2 \"x-a\";                      | [4][][]",
                "deleteheader :index 1 :last \"x-a\";                | [6][][]",
                "deleteheader :last :index 3 \"x-a\";                | [2][][]",
                "deleteheader :index 4 \"x-a\";                      | [][][]",
                "deleteheader :index 1 \"x-a\" \"two\";              | [][][]",
                "deleteheader :index 1 \"x-a\"; deleteheader :index 2 \"x-a\"; | [2, 6][][]",
                "deleteheader :count \"eq\" \"x-a\" \"3\";           | [2, 4, 6][][]",
                "deleteheader :count \"gt\" \"x-a\" \"3\";           | [][][]",
                "deleteheader :value \"gt\" \"x-a\" \"one\";         | [4][][]",
                "addheader \"X-B\" \"b\"; deleteheader :index 1 \"X-B\"; | [][][]",
                "addheader \"X-A\" \"b\"; deleteheader :index 1 :last \"X-A\"; | [6][X-A: b][]",
                "addheader \"X-B\" \"b\"; if header \"x-b\" \"b\" { deleteheader \"x-a\"; } | [2, 4, 6][X-B: b][]",
                "deleteheader \"x-a\"; if exists \"x-a\" { addheader \"X-B\" \"b\"; } | [2, 4, 6][][]",
            })
    void edits(String commands, String edits) {
        assertEquals(edits, edits(commands));
    }

    @ParameterizedTest
    @Spec("RFC 5293 §6")
    @CsvSource(
            delimiter = '|',
            value = {
                "deleteheader \"Received\";",
                "deleteheader :index 1 \"rECEIVED\" \"from a\";",
                "deleteheader \"auto-submitted\";",
                "deleteheader \"DKIM-Signature\";",
                "addheader \"Authentication-Results\" \"a; dmarc=pass\";",
                "set \"n\" \"ARC-Seal\"; addheader \"${n}\" \"i=1\";",
            })
    void whatVouchesForMailIsLeftAlone(String commands) {
        assertEquals("[][][]", edits(commands));
    }

    @Test
    @Spec("RFC 5293 §6")
    void theAuthorIsToldWhatIsLeftAlone() {
        assertEquals(
                "test:1:78: warning: ARC-Seal fields are left as they are",
                ((SieveScript.Compiled.Ok) Scripts.compile(REQUIRE + "deleteheader \"ARC-Seal\";"))
                        .warnings()
                        .getFirst()
                        .toString()
                        .replaceFirst("1:\\d+", "1:78"));
    }

    @ParameterizedTest
    @Spec({"RFC 5293 §4", "RFC 5293 §9", "RFC 2047 §2", "RFC 2047 §5", "RFC 2047 §6.2"})
    @CsvSource(
            delimiter = '|',
            value = {
                "a${hex:0d 0a}Bcc: x@example.org         | a Bcc: x@example.org",
                "a${hex:0a}${hex:0a}body                 | a body",
                "a${hex:0d}b                             | a b",
                "a${hex:0d 0a 20}b                       | a b",
                "a${hex:0d 0a 0d 0a}                     | a",
                "a${hex:07}                              | =?utf-8?B?YQc=?=",
                "Это тест!                               | =?utf-8?B?0K3RgtC+INGC0LXRgdGCIQ==?=",
                "é <a@b.example> è é                     | =?utf-8?B?w6k=?= <a@b.example> =?utf-8?B?w6ggw6k=?=",
                "\uD83D\uDE00                            | =?utf-8?B?8J+YgA==?=",
            })
    void aValueIsOneField(String value, String written) {
        assertEquals("[][X-B: " + written + "][]", edits("addheader \"X-B\" \"" + value + "\";"));
    }

    @Test
    @Spec({"RFC 5293 §4", "RFC 5293 §9"})
    void whatTheSenderWroteCannotBecomeAnotherField() {
        assertEquals(
                "[][X-B: a Bcc: =?utf-8?B?eEBleGFtcGxlLm9yZwA=?=][]",
                edits("if header :matches \"subject\" \"*\" { addheader \"X-B\" \"${0}\"; }"));
        assertEquals(
                "no header field can be called \"a\\r\\nBcc: x@example.org\\x00\"",
                edits("if header :matches \"subject\" \"*\" { addheader \"${0}\" \"b\"; }"));
    }

    @ParameterizedTest
    @Spec({"RFC 5293 §4", "RFC 5293 §5"})
    @CsvSource(
            delimiter = '|',
            value = {
                "addheader \"X-B:\" \"b\";           | no header field can be called \"X-B:\"",
                "addheader \"X B\" \"b\";            | no header field can be called \"X B\"",
                "addheader \"\" \"b\";               | no header field can be called \"\"",
                "addheader \"é\" \"b\";              | no header field can be called \"\\xC3\\xA9\"",
                "addheader \"X-B\" \"${hex:00}\";    | the value of a field is text, and has no NUL",
                "addheader \"X-B\" \"${hex:ff}\";    | the value of a field is text, and has no NUL",
                "deleteheader \"X-B:\";              | no header field can be called \"X-B:\"",
                "deleteheader :last \"X-B\";         | :last needs :index",
                "deleteheader :index \"a\" \"X-B\";  | :index takes a number",
                "deleteheader \"X-B\" 1;             | expected a string list, found a number",
                "deleteheader;                       | 'deleteheader' takes a string, then a string list",
                "addheader \"X-B\";                  | 'addheader' takes a string, then a string",
                "addheader \"X-B\" [\"b\"];          | expected a string, found a string list",
            })
    void mistakes(String command, String error) {
        assertEquals(error, Scripts.errors(REQUIRE + command).replaceFirst("^\\d+:\\d+: ", ""));
    }

    @Test
    @Spec("RFC 5293 §4")
    void longValuesAreFoldedAndCut() {
        String words = "word ".repeat(400).strip();
        SieveOutcome outcome = Scripts.run(REQUIRE + "addheader \"X-B\" \"" + words + "\";", MAIL);
        String value = outcome.header().top().getFirst().value().latin1();
        assertTrue(value.lines().allMatch(line -> line.length() <= 78));
        assertEquals(" " + words, value.replace("\n", ""));
        String doubled = "set \"a\" \"" + "x".repeat(16_384) + "\"; addheader \"X-B\" \"${a}${a}\";";
        HeaderField field = Scripts.run(REQUIRE + doubled, MAIL).header().top().getFirst();
        assertTrue(field.value().latin1().lines().allMatch(line -> line.length() <= 78));
        assertTrue(Scripts.errors(REQUIRE + "addheader \"X-B\" \"" + "x".repeat(16_385) + "\";")
                .contains("longer than 16384 characters"));
    }

    @Test
    @Spec("RFC 5293 §7")
    void sizeIsThatOfTheMessageAsItIsNow() {
        long size = MAIL.size();
        for (String edit : List.of(
                "addheader \"X-B\" \"b\";|8",
                "addheader :last \"X-B\" \"" + "a ".repeat(50) + "\";|108",
                "deleteheader \"x-a\" \"one\";|-10",
                "addheader \"X-B\" \"b\"; deleteheader \"x-b\";|0")) {
            String commands = edit.substring(0, edit.indexOf('|'));
            long now = size + Long.parseLong(edit.substring(edit.indexOf('|') + 1));
            String script =
                    REQUIRE + commands + " if anyof(size :over " + now + ", size :under " + now + ") { discard; }";
            assertTrue(Scripts.run(script, MAIL).keepsImplicitly(), commands);
        }
    }

    @Test
    @Spec("MSG-9")
    void editsHaveLimits() {
        String added = "addheader \"X-B\" \"b\"; ".repeat(101);
        assertEquals("more than 100 fields added", edits(added));
        SieveMessage mail = Scripts.message("X-A: a\n".repeat(9_000) + "\nbody\n");
        SieveOutcome outcome = Scripts.run(REQUIRE + "deleteheader :index 1 \"x-a\"; ".repeat(1_000), mail);
        assertTrue(outcome.fault().orElseThrow().why().startsWith("the script "));
        assertEquals(
                9_000,
                Scripts.run(REQUIRE + "deleteheader \"x-a\";", mail)
                        .header()
                        .removed()
                        .size());
    }
}
