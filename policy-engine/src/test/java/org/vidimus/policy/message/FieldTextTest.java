package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

/// Whatever is written as a field is one field, and reads back as it was.
class FieldTextTest {
    private static final String[] PIECES = {
        "word",
        " ",
        "\t",
        "  ",
        "\r\n",
        "\n",
        "\r",
        "\u0000",
        "\u007F",
        "é",
        "\uD83D\uDE00",
        "a".repeat(700),
        "ab=c",
        "\u2028",
        "<a@b.example>",
        ",",
        " ".repeat(2_000),
        "\r\nBcc: x\r\n\r\n"
    };

    @Test
    @Spec({"RFC 5322 §2.1.1", "RFC 5322 §2.2.3", "RFC 2047 §2", "MSG-8"})
    void everyTextIsOneField() {
        Random random = new Random(5_293);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(text.toString());
        }
    }

    private static void check(String text) {
        HeaderField field = new HeaderField(Bytes.utf8("X"), FieldText.of("X", text));
        String value = field.value().latin1();
        assertTrue(value.startsWith(" "), value);
        assertTrue(value.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c <= '~')), value);
        String[] lines = value.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            assertTrue(lines[i].length() < 998, value);
            assertTrue(lines[i].isEmpty() || lines[i].charAt(0) == ' ' || lines[i].charAt(0) == '\t', value);
            assertTrue(lines.length == 1 || !lines[i].isBlank(), "no line is blank: " + value);
        }
        assertEquals(plain(text), plain(HeaderText.decoded(field)));
    }

    /// White space as one space: line ends become spaces, and long runs are cut.
    private static String plain(String text) {
        return text.replaceAll("[ \t\r\n]+", " ").strip();
    }

    @Test
    @Spec("RFC 2047 §2")
    void halfASurrogateIsReplaced() {
        assertEquals("a\uFFFD", HeaderText.decoded(new HeaderField(Bytes.utf8("X"), FieldText.of("X", "a\uDCFF"))));
    }
}
