package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final Bytes HELLO = Bytes.latin1("xxHello worldxx").slice(2, 13);

    @Test
    void aSliceEqualsACopyOfTheSameOctets() {
        Bytes other = Bytes.latin1("Hello world");
        assertEquals(other, HELLO);
        assertEquals(other.hashCode(), HELLO.hashCode());
        assertNotEquals(other, Bytes.latin1("Hello World"));
        assertTrue(other.equalsIgnoreCase(Bytes.latin1("HELLO WORLD")));
        assertFalse(other.equalsIgnoreCase(Bytes.latin1("HELLO WORLDS")));
        assertFalse(Bytes.latin1("\u00e9").equalsIgnoreCase(Bytes.latin1("\u00c9")), "only ASCII letters have a case");
        assertFalse(Bytes.latin1("[").equalsIgnoreCase(Bytes.latin1("{")));
    }

    @Test
    void copyOfDoesNotSeeLaterWrites() {
        byte[] octets = {1, 2, 3};
        Bytes copy = Bytes.copyOf(octets);
        octets[0] = 9;
        assertEquals(1, copy.at(0));
        byte[] out = copy.toArray();
        out[1] = 9;
        assertEquals(2, copy.at(1));
    }

    @Test
    void compactKeepsTheOctetsAndDropsTheRest() {
        Bytes compact = HELLO.compact();
        assertEquals(HELLO, compact);
        assertNotSame(HELLO, compact);
        assertSame(compact, compact.compact());
    }

    @Test
    void slicesWithinItsBoundsOnly() {
        assertEquals("world", HELLO.from(6).latin1());
        assertEquals("lo", HELLO.slice(3, 5).latin1());
        assertSame(Bytes.EMPTY, HELLO.slice(11, 11));
        for (int[] range : new int[][] {{-1, 2}, {0, 12}, {5, 4}, {12, 12}}) {
            assertThrows(IndexOutOfBoundsException.class, () -> HELLO.slice(range[0], range[1]));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> HELLO.at(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> HELLO.at(11), "the array goes on, the slice does not");
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.handOver(new byte[2], 1, 3));
    }

    @Test
    void readsIntegersBigEndian() {
        Bytes octets = Bytes.latin1("\u0001\u0002\u0003\u0084\u00ff");
        assertEquals(0x0102_0384, octets.int32(0));
        assertEquals(0x0203_84ff, octets.int32(1));
        assertThrows(IndexOutOfBoundsException.class, () -> octets.int32(2));
        assertThrows(IndexOutOfBoundsException.class, () -> octets.int32(-1));
    }

    @Test
    void findsOctetsFromWhereItIsTold() {
        assertEquals(2, HELLO.indexOf('l', 0));
        assertEquals(3, HELLO.indexOf('l', 3));
        assertEquals(9, HELLO.indexOf('l', 4));
        assertEquals(-1, HELLO.indexOf('x', 0), "outside of the slice");
        assertEquals(0, HELLO.indexOf('H', -5));
        assertEquals(-1, HELLO.indexOf('H', 99));
        assertEquals(0, Bytes.latin1("\u00e9").indexOf(0xe9, 0));
        assertTrue(HELLO.contains(' '));
    }

    @Test
    void givesAReadOnlyView() {
        ByteBuffer view = HELLO.asByteBuffer();
        assertEquals(11, view.remaining());
        assertEquals('H', view.get(0));
        assertThrows(ReadOnlyBufferException.class, () -> view.put(0, (byte) 'x'));
    }

    @Test
    void textViewsLoseNothingOrSayWhatTheyLost() {
        assertEquals("caf\u00e9", Bytes.utf8("caf\u00e9").utf8());
        assertEquals("caf\u00c3\u00a9", Bytes.utf8("caf\u00e9").latin1());
        assertEquals("caf\ufffd", Bytes.latin1("caf\u00e9").utf8());
        assertArrayEquals(new byte[] {(byte) 0xe9}, Bytes.latin1("\u00e9").toArray());
        assertEquals("?", Bytes.latin1("\u20ac").latin1());
    }

    @Test
    void logsAreSafe() {
        assertEquals(
                "a\\r\\n\\t\\\\\\x00\\x1b[31m\\x7f\\xe9",
                Bytes.latin1("a\r\n\t\\\0\u001b[31m\u007f\u00e9").toString());
    }

    @Test
    void copiesToWhereItFits() {
        byte[] target = new byte[12];
        HELLO.copyTo(target, 1);
        assertEquals("Hello world", Bytes.handOver(target, 1, 12).latin1());
        assertThrows(IndexOutOfBoundsException.class, () -> HELLO.copyTo(target, 2));
    }
}
