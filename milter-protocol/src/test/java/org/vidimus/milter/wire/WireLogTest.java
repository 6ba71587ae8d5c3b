package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WireLogTest {
    @Test
    void readsWhatItWrites() {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            every.append(c);
        }
        List<WireLog.Line> lines = List.of(
                new WireLog.FromMta(1, new Frame((byte) 'B', Bytes.latin1(every.toString()))),
                new WireLog.FromFilter(new Frame((byte) 'c', Bytes.EMPTY)),
                new WireLog.FromMta(12, new Frame((byte) 'L', Bytes.latin1("X\0it's \"quoted\"\0"))),
                new WireLog.FromMta(12, new Frame((byte) 0x80, Bytes.latin1("\\x00"))),
                new WireLog.FromFilter(new Frame((byte) '+', Bytes.latin1("<a@x>\0"))));
        assertEquals(lines, WireLog.parse(lines.stream().map(WireLog::format).toList()));
    }

    @Test
    void looksAsDocumented() {
        assertEquals(
                "[1] len=20 H b'client.example.org\\x00'",
                WireLog.format(new WireLog.FromMta(1, new Frame((byte) 'H', Bytes.latin1("client.example.org\0")))));
        assertEquals("   -> c b''", WireLog.format(new WireLog.FromFilter(new Frame((byte) 'c', Bytes.EMPTY))));
    }

    @Test
    void readsBothKindsOfQuotes() {
        assertEquals(
                List.of(new WireLog.FromMta(1, new Frame((byte) 'H', Bytes.latin1("it's\0")))),
                WireLog.parse(List.of("[1] len=6 H b\"it's\\x00\"")));
    }

    @Test
    void passesOverWhatIsNoFrame() {
        assertEquals(
                List.of(),
                WireLog.parse(List.of("", "# comment", "[1] END EOFError()", "[1] len=x H b''", "   -> ", "S: 220 x")));
        assertEquals(
                List.of(),
                WireLog.parse(List.of(
                        "[12345678901] len=1 A b''", "[1] len=2 B b'\\x  '", "   -> c b'\\x4'", "   -> c b'\\x'")));
    }
}
