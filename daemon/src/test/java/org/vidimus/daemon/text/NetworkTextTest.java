package org.vidimus.daemon.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTextTest {
    @Test
    void escapesWhatIsNotPlainlyVisible() {
        shows("plain text", octets("plain text"));
        shows("Grüße 你好 😀", octets("Grüße 你好 😀"));
        shows("a\\r\\nb", octets("a\r\nb"));
        shows("\\x1b[31m", octets("\u001b[31m"));
        shows("\\x00", octets("\0"));
        shows("\\x7f", octets("\u007f"));
        shows("back\\\\slash", octets("back\\slash"));
        shows("\"quoted\"", octets("\"quoted\""));
        shows("\\u{202e}drow", octets("\u202edrow")); // turns the direction of what follows
        shows("\\u{200b}", octets("\u200b")); // has no width
        shows("\\u{2028}", octets("\u2028")); // some viewers break the line here
        shows("\\u{0085}", octets("\u0085")); // NEL, a C1 control
    }

    @Test
    void keepsEveryOctetThatIsNotUtf8() {
        shows("\\xff", new byte[] {(byte) 0xff});
        shows("a\\xe4b", octets("a\u00e4b", StandardCharsets.ISO_8859_1));
        shows("\\xc3", new byte[] {(byte) 0xc3}); // cut in the middle of a character
        shows("\\xc0\\x80", new byte[] {(byte) 0xc0, (byte) 0x80}); // overlong NUL
        shows("\\xed\\xa0\\x80", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}); // a surrogate
        shows("ä\\xff\\xfeö", join(octets("ä"), new byte[] {(byte) 0xff, (byte) 0xfe}, octets("ö")));
    }

    @Test
    void anyOctetsAreShownOnOneVisibleLine() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                String shown = NetworkText.escape(NetworkText.decode(new byte[] {(byte) first, (byte) second, 'x'}));
                assertEquals(
                        List.of(),
                        shown.chars().filter(c -> c < 0x20 || c == 0x7f).boxed().toList(),
                        shown);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "one,                 one",
                "two words,           \"two words\"",
                "``,                  \"\"",
                "a=b,                 \"a=b\"",
                "say \"x\",           \"say \\\"x\\\"\"",
                "user@example.com,    user@example.com",
                "back\\slash,         \"back\\\\slash\"",
            })
    void wordsAreQuotedOnlyWhereAmbiguous(String text, String word) {
        assertEquals(word, NetworkText.word(text));
    }

    private static void shows(String expected, byte[] octets) {
        assertEquals(expected, NetworkText.escape(NetworkText.decode(octets)));
    }

    private static byte[] octets(String text) {
        return octets(text, StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text, java.nio.charset.Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] join(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
