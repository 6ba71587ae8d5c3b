package org.vidimus.daemon.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = { // $ is CRLF, | is LF, ~ is CR
                "A: b|||c|,      A: b$$$c$",
                "a~b|,           a~b$",
                "a~,             a~",
                "no line end,    no line end",
                "'',             ''",
                "A: b$$c$,       A: b$$c$",
                "A: b$|c$,       A: b$|c$",
            })
    void onlyAMessageWithoutAnyCrlfIsChanged(String in, String out) throws IOException {
        byte[] octets = octets(in);
        Lines ends = Lines.of(new ByteArrayInputStream(octets));
        assertEquals(octets.length, ends.octets());
        try (InputStream travelling = ends.travelling(new ByteArrayInputStream(octets))) {
            assertArrayEquals(octets(out), travelling.readAllBytes());
        }
    }

    private static byte[] octets(String text) {
        return text.replace("$", "\r\n").replace('|', '\n').replace('~', '\r').getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsOfAnySizeGiveTheSame() throws IOException {
        byte[] octets = "A: b\n\none\n\ntwo\nthree".repeat(9_000).getBytes(StandardCharsets.ISO_8859_1);
        Lines ends = Lines.of(new ByteArrayInputStream(octets));
        assertEquals(new Lines(octets.length, 0, 45_000), ends);
        byte[] whole = ends.travelling(new ByteArrayInputStream(octets)).readAllBytes();
        assertEquals(octets.length + 45_000, whole.length);
        for (int size : new int[] {1, 2, 3, 7, 4096, 65_536, 65_537}) {
            byte[] pieces = new byte[whole.length];
            InputStream in = ends.travelling(new ByteArrayInputStream(octets));
            int position = 0;
            for (int read = 0; read >= 0; ) {
                position += read;
                read = in.read(pieces, position, Math.min(size, pieces.length - position));
                read = position == pieces.length ? in.read() : read;
            }
            assertArrayEquals(whole, pieces, "pieces of " + size);
        }
    }

    @Test
    void countsBothKinds() throws IOException {
        byte[] octets = "a\r\nb\nc\r\r\nd\n\n\r".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(new Lines(13, 2, 3), Lines.of(new ByteArrayInputStream(octets)));
    }
}
