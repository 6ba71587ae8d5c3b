package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class RawMessageFuzzTest {
    private static final Budgets BUDGETS = new Budgets(50, 300, 100, 1);

    @Test
    void keepsEveryOctetOfAnyMessage() {
        List<String> seeds = List.of("", "A: 1\r\nB: 2\r\n 3\r\n\r\nbody\r\n", "A:\n\t\n\n", "From x\r\nA : \r1\r\n");
        List<String> words = List.of("\r", "\n", "\r\n", " ", "\t", ":", "A", "\0", "\u00E9", "\r\n ", "\r\n\r\n");

        Fuzzing.run(40_000, seeds, words, RawMessageFuzzTest::fuzz);
    }

    /// Fails if the parts of the message, with line ends between them, are not the message.
    static void fuzz(byte[] octets) {
        Bytes message = Bytes.of(octets);
        switch (RawMessage.parse(message, BUDGETS)) {
            case Parsed.Malformed<RawMessage>(int offset, String _) ->
                assertTrue(offset >= 0 && offset <= message.length());
            case Parsed.Ok<RawMessage>(RawMessage parsed) -> {
                int position = 0;
                for (HeaderBlock.Entry entry : parsed.header().entries()) {
                    HeaderField field = entry.field();
                    position = take(message, position, field.name());
                    position = take(message, position, Bytes.utf8(":"));
                    position = take(message, position, field.value());
                    position = takeLineEnd(message, position);
                    assertTrue(field.unfolded().length() <= field.value().length());
                }
                if (parsed.headerEnd() == RawMessage.HeaderEnd.BLANK_LINE) {
                    position = takeLineEnd(message, position);
                }
                assertEquals(message.slice(position), parsed.body());
            }
        }
    }

    private static int take(Bytes message, int position, Bytes expected) {
        assertEquals(expected, message.slice(position, position + expected.length()));
        return position + expected.length();
    }

    private static int takeLineEnd(Bytes message, int position) {
        int end = position;
        if (end < message.length() && message.at(end) == '\r') {
            end++;
        }
        return end < message.length() && message.at(end) == '\n' ? end + 1 : position;
    }
}
