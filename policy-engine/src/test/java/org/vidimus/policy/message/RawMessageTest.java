package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage.HeaderEnd;

class RawMessageTest {
    @Test
    @Spec({"RFC 5322 §2.1", "RFC 5322 §2.2"})
    void splitsHeaderAndBody() {
        // message, fields as name|value, body, what ended the header
        splits("A: 1\r\nB: 2\r\n\r\nbody\r\n", "A| 1;B| 2", "body\\r\\n", HeaderEnd.BLANK_LINE);
        splits("A: 1\nB: 2\n\nbody", "A| 1;B| 2", "body", HeaderEnd.BLANK_LINE); // LF alone
        splits("A: 1\r\nB: 2\n\r\nbody", "A| 1;B| 2", "body", HeaderEnd.BLANK_LINE); // mixed
        splits("A:1\r\nB:\r\n\r\n", "A|1;B|", "", HeaderEnd.BLANK_LINE); // no space, no value
        splits("A: 1: 2\r\n\r\n", "A| 1: 2", "", HeaderEnd.BLANK_LINE); // the first colon
        splits("\r\nA: 1\r\n", "", "A: 1\\r\\n", HeaderEnd.BLANK_LINE); // no header
        splits("A: 1\r\n", "A| 1", "", HeaderEnd.END_OF_MESSAGE);
        splits("A: 1", "A| 1", "", HeaderEnd.END_OF_MESSAGE); // not even a line end
        splits("A: 1\r\n\n\nx", "A| 1", "\\nx", HeaderEnd.BLANK_LINE); // the body begins with an empty line
        splits("", "", "", HeaderEnd.END_OF_MESSAGE);
    }

    @Test
    @Spec({"RFC 5322 §2.2.3", "MSG-1"})
    void keepsFoldsInTheValue() {
        splits("A: 1\r\n 2\r\n\t3\r\nB: 4\r\n\r\n", "A| 1\\r\\n 2\\r\\n\\t3;B| 4", "", HeaderEnd.BLANK_LINE);
        splits("A: 1\n 2\n\n", "A| 1\\n 2", "", HeaderEnd.BLANK_LINE);
        splits(
                "A:\r\n \r\n x\r\n\r\n",
                "A|\\r\\n \\r\\n x",
                "",
                HeaderEnd.BLANK_LINE); // a line of white space folds too
        splits("A: 1\r\n 2", "A| 1\\r\\n 2", "", HeaderEnd.END_OF_MESSAGE);
    }

    @Test
    @Spec({"RFC 5322 §2.2", "RFC 5322 §4.5", "MSG-1"})
    void keepsNamesAsTheyAre() {
        splits("a-B_c!: 1\r\n\r\n", "a-B_c!| 1", "", HeaderEnd.BLANK_LINE);
        splits("A \t: 1\r\n\r\n", "A \\t| 1", "", HeaderEnd.BLANK_LINE); // the obsolete form
        splits("__proto__: 1\r\nconstructor: 2\r\n\r\n", "__proto__| 1;constructor| 2", "", HeaderEnd.BLANK_LINE);
    }

    @Test
    @Spec({"RFC 5322 §2.2", "MSG-1", "MSG-2"})
    void keepsOctetsThatAreNoneOfAscii() {
        splits("A: \u00E9\0\u007F\r\n\r\n\u00E9", "A| \\xC3\\xA9\\x00\\x7F", "\\xC3\\xA9", HeaderEnd.BLANK_LINE);
        splits("A: 1\r2\r\n\r\n", "A| 1\\r2", "", HeaderEnd.BLANK_LINE); // a bare CR is data
        splits("A: 1\r\r\nB: 2\r\n\r\n", "A| 1\\r;B| 2", "", HeaderEnd.BLANK_LINE);
    }

    @Test
    @Spec("RFC 5322 §2.2")
    void endsTheHeaderAtALineThatIsNoField() {
        splits("A: 1\r\nhello\r\nB: 2\r\n", "A| 1", "hello\\r\\nB: 2\\r\\n", HeaderEnd.NOT_A_FIELD);
        splits("A: 1\r\n: 2\r\n", "A| 1", ": 2\\r\\n", HeaderEnd.NOT_A_FIELD); // no name
        splits("A: 1\r\nB C: 2\r\n", "A| 1", "B C: 2\\r\\n", HeaderEnd.NOT_A_FIELD); // a space in the name
        splits("\u00E9: 2\r\n", "", "\\xC3\\xA9: 2\\r\\n", HeaderEnd.NOT_A_FIELD);
        splits(" A: 1\r\n", "", " A: 1\\r\\n", HeaderEnd.NOT_A_FIELD); // a continuation of nothing
        splits(
                "From a@example.net Thu Jan  1 00:00:00 1970\r\n",
                "", // a mailbox file's line
                "From a@example.net Thu Jan  1 00:00:00 1970\\r\\n",
                HeaderEnd.NOT_A_FIELD);
        splits("A: 1\r\n\rB: 2\r\n", "A| 1", "\\rB: 2\\r\\n", HeaderEnd.NOT_A_FIELD); // CR in a name
    }

    @Test
    void countsTheFieldsOfEachName() {
        HeaderBlock header = HeaderBlock.of(List.of(
                HeaderField.of("Received", " 1"),
                HeaderField.of("To", " x"),
                HeaderField.of("RECEIVED", " 2"),
                HeaderField.of("Received ", " 3"),
                HeaderField.of("received", " 4")));

        assertEquals(
                List.of(1, 1, 2, 1, 3),
                header.entries().stream().map(HeaderBlock.Entry::occurrence).toList());
        assertEquals(4, header.named(Bytes.utf8("Received")).size()); // with the obsolete form
        assertEquals(0, header.named(Bytes.utf8("Receive")).size());
    }

    @Test
    @Spec("RFC 5322 §2.2.3")
    void unfoldsByDroppingTheLineEnd() {
        unfolds(" 1 2", " 1 2");
        unfolds(" 1\r\n 2", " 1 2");
        unfolds(" 1\n\t2\r\n  3", " 1\\t2  3");
        unfolds(" 1\r\n \r\n 2", " 1  2");
        unfolds(" 1\r2", " 1\\r2"); // no fold
        unfolds(" 1\r\r\n 2", " 1\\r 2");
        unfolds(" 1\n2\r\n", " 1\\n2\\r\\n"); // no white space behind
        unfolds("", "");
    }

    @Test
    void staysWithinItsBudgets() {
        Budgets two = new Budgets(2, 100, 1, 1);
        assertInstanceOf(Parsed.Ok.class, RawMessage.parse(Bytes.utf8("A:1\nB:2\n\nbody"), two));
        assertEquals(
                new Parsed.Malformed<RawMessage>(8, "more than 2 header fields"),
                RawMessage.parse(Bytes.utf8("A:1\nB:2\nC:3\n\nbody"), two));

        Budgets eight = new Budgets(100, 8, 1, 1);
        assertInstanceOf(Parsed.Ok.class, RawMessage.parse(Bytes.utf8("A:1\nB:2\n\n" + "x".repeat(99)), eight));
        assertEquals(
                new Parsed.Malformed<RawMessage>(4, "more than 8 octets of header"),
                RawMessage.parse(Bytes.utf8("A:1\nB:22\n\n"), eight));
    }

    @Test
    void budgetsAreAtLeastOne() {
        assertThrows(IllegalArgumentException.class, () -> new Budgets(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Budgets(1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Budgets(1, 1, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Budgets(1, 1, 1, 0));
    }

    private static void unfolds(String value, String expected) {
        assertEquals(expected, HeaderField.of("A", value).unfolded().toString());
    }

    private static void splits(String message, String fields, String body, HeaderEnd end) {
        switch (RawMessage.parse(Bytes.utf8(message), Budgets.DEFAULT)) {
            case Parsed.Malformed<RawMessage> malformed -> throw new AssertionError(malformed);
            case Parsed.Ok<RawMessage>(RawMessage parsed) -> {
                String found = parsed.header().entries().stream()
                        .map(e -> e.field().name() + "|" + e.field().value())
                        .collect(Collectors.joining(";"));
                assertEquals(fields, found);
                assertEquals(body, parsed.body().toString());
                assertEquals(end, parsed.headerEnd());
            }
        }
    }
}
