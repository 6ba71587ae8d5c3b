package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class MessageFactsTest {
    private static final String HEAD = "From: a@b.example\r\nDate: now\r\n";

    @Test
    @Spec({"RFC 5322 §3.6", "MSG-8"})
    void countsFieldsOfWhichThereMayBeOne() {
        crlf("", HEAD + "Received: a\r\nReceived: b\r\n\r\n");
        crlf("duplicate-field=from", HEAD + "FROM: c@d.example\r\n\r\n");
        crlf("duplicate-field=from space-before-colon", HEAD + "From \t: c@d.example\r\n\r\n");
        for (String name :
                List.of("Sender", "Reply-To", "To", "Cc", "Bcc", "Message-ID", "In-Reply-To", "References")) {
            crlf("duplicate-field=" + name.toLowerCase(Locale.ROOT), HEAD + (name + ": x\r\n").repeat(2));
        }
        crlf("duplicate-field=date duplicate-field=subject", HEAD + "Date: x\r\nSubject: a\r\nSubject: a\r\n");
        crlf("duplicate-field=content-transfer-encoding", HEAD + "Content-Transfer-Encoding: 8bit\r\n".repeat(3));
        crlf("duplicate-field=content-type", HEAD + "Content-Type: a/b\r\n".repeat(2));
        crlf("no-from no-date", "Subject: x\r\n\r\n");
        crlf("no-date", "From:\r\n\r\n");
    }

    @Test
    @Spec({"RFC 5322 §2.2", "RFC 5322 §4.5", "MSG-8"})
    void findsBadFieldNames() {
        name("bad-field-name", "Sub\0ject");
        name("bad-field-name", "Sub ject");
        name("bad-field-name", "Subj\u00E9ct");
        name("bad-field-name", "");
        name("space-before-colon bad-field-name", " ");
        name("space-before-colon", "Subject ");
        name("", "__proto__");
        name("", "constructor");
        name("", "x".repeat(500));
    }

    @Test
    @Spec({"RFC 5322 §2.2", "RFC 5322 §2.2.3", "MSG-8"})
    void findsStrayOctetsInTheHeader() {
        crlf("", HEAD + "X: a\r\n b\r\n\r\n");
        crlf("header-bare-cr", HEAD + "X: a\rb\r\n\r\n");
        crlf("header-bare-cr", HEAD + "X: a\r\r\n b\r\n\r\n");
        crlf("header-bare-cr", HEAD + "X: a\r\r\n\r\n");
        crlf("header-bare-lf", HEAD + "X: a\n b\r\n\r\n");
        crlf("header-nul", HEAD + "X: \0\r\n\r\n");
        crlf("header-blank-line", HEAD + "X: a\r\n \r\n b\r\n\r\n");
        crlf("header-blank-line", HEAD + "X: a\r\n\t\r\n\r\n");
        crlf("header-8bit", HEAD + "X: \u00E9\r\n\r\n");
        is("", new HeaderForm(true, true), LineEnds.CRLF, HEAD + "X: \u00E9\r\n\r\n");
    }

    @Test
    @Spec({"RFC 5322 §2.1.1", "MSG-8"})
    void measuresLinesWithoutTheirEnds() {
        crlf("", HEAD + "X:" + "a".repeat(996) + "\r\n\r\n");
        crlf("header-long-line", HEAD + "X:" + "a".repeat(997) + "\r\n\r\n");
        crlf("", HEAD + "X:" + "a".repeat(996) + "\r\n " + "a".repeat(997) + "\r\n\r\n");
        crlf("header-long-line", HEAD + "X: a\r\n " + "a".repeat(998) + "\r\n\r\n");
        crlf("", HEAD + "\r\n" + "a".repeat(998) + "\r\n" + "a".repeat(998));
        crlf("body-long-line", HEAD + "\r\n" + "a".repeat(999) + "\r\n");
        crlf("body-long-line", HEAD + "\r\n" + "a".repeat(999));
        is("", new HeaderForm(false, false), LineEnds.CRLF, HEAD + "X:" + "a".repeat(995) + "\r\n\r\n");
        is("header-long-line", new HeaderForm(false, false), LineEnds.CRLF, HEAD + "X:" + "a".repeat(996));
    }

    @Test
    @Spec({"RFC 5322 §2.3", "MSG-5", "MSG-8"})
    void findsStrayOctetsInTheBody() {
        crlf("", HEAD + "\r\n\r\na\u00E9\r\n");
        crlf("body-bare-cr", HEAD + "\r\na\rb");
        crlf("body-bare-cr", HEAD + "\r\na\r");
        crlf("body-bare-cr", HEAD + "\r\na\r\r\n");
        crlf("body-bare-lf", HEAD + "\r\n\na");
        crlf("body-bare-lf", HEAD + "\r\na\r\n\n");
        crlf("body-bare-cr body-bare-lf body-nul", HEAD + "\r\n\n\r\0");
    }

    @Test
    @Spec("MSG-8")
    void knowsWhatEndsALineWhereTheMessageIsFrom() {
        String unix = HEAD.replace("\r", "") + "X: a\n b\n\nc\n";
        assertEquals(LineEnds.LF, LineEnds.of(Bytes.utf8(unix)));
        assertEquals(LineEnds.CRLF, LineEnds.of(Bytes.utf8(HEAD)));
        assertEquals(LineEnds.CRLF, LineEnds.of(Bytes.utf8("no line end")));
        is("", HeaderForm.FILE, LineEnds.LF, unix);
        is("header-bare-cr", HeaderForm.FILE, LineEnds.LF, unix.replace("a\n", "a\r\n"));
        is("body-bare-cr", HeaderForm.FILE, LineEnds.LF, unix.replace("c\n", "c\r\n"));

        FactsCollector milter = new FactsCollector(HeaderForm.FILE, LineEnds.MILTER);
        milter.field(HeaderField.of("From", " a\n b"));
        milter.field(HeaderField.of("Date", " now"));
        milter.body("c\r\n".getBytes(StandardCharsets.UTF_8), 0, 3);
        assertEquals(List.of(), milter.finish().words());

        milter.field(HeaderField.of("X", " a\nb")); // such a value no MTA has, but a client of ours could
        milter.body("c\n".getBytes(StandardCharsets.UTF_8), 0, 2);
        assertEquals(List.of("header-bare-lf", "body-bare-lf"), milter.finish().words());
        assertEquals(true, milter.finish().hasStrayControls());
    }

    @Test
    @Spec("MSG-5")
    void findsTheSameHoweverTheBodyIsCut() {
        List<String> seeds = List.of("a\r\nb\r\n", "\r\n\r\n", "a\rb\nc\0\r\r\n", "x".repeat(1000) + "\r\n");
        Fuzzing.run(3_000, seeds, List.of("\r", "\n", "\r\n", "\0", "x".repeat(996)), MessageFactsTest::fuzz);
    }

    /// Fails if a body cut in two has other facts than the whole.
    static void fuzz(byte[] body) {
        FactsCollector whole = new FactsCollector(HeaderForm.FILE, LineEnds.CRLF);
        whole.body(body, 0, body.length);
        MessageFacts expected = whole.finish();
        for (int cut = 0; cut <= body.length; cut += 1 + body.length / 50) {
            FactsCollector parts = new FactsCollector(HeaderForm.FILE, LineEnds.CRLF);
            parts.body(body, 0, cut);
            parts.body(body, cut, body.length - cut);
            assertEquals(expected, parts.finish());
        }
    }

    @Test
    void refusesRangesOutsideTheChunk() {
        FactsCollector collector = new FactsCollector(HeaderForm.FILE, LineEnds.CRLF);
        assertThrows(IndexOutOfBoundsException.class, () -> collector.body(new byte[2], 1, 2));
    }

    private static void name(String expected, String name) {
        FactsCollector collector = new FactsCollector(HeaderForm.FILE, LineEnds.CRLF);
        collector.field(HeaderField.of("From", ""));
        collector.field(HeaderField.of("Date", ""));
        collector.field(HeaderField.of(name, " x"));
        assertEquals(expected, String.join(" ", collector.finish().words()), name);
    }

    private static void crlf(String expected, String message) {
        is(expected, new HeaderForm(true, false), LineEnds.CRLF, message);
    }

    private static void is(String expected, HeaderForm form, LineEnds lineEnds, String message) {
        RawMessage parsed = switch (RawMessage.parse(Bytes.utf8(message), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage value) -> value;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
        FactsCollector collector = new FactsCollector(form, lineEnds);
        parsed.header().entries().forEach(entry -> collector.field(entry.field()));
        byte[] body = parsed.body().toArray();
        collector.body(body, 0, body.length);
        assertEquals(expected, String.join(" ", collector.finish().words()), Bytes.utf8(message)::toString);
    }
}
