package org.vidimus.policy.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;

class BytesTest {
    @Test
    void nobodyElseCanChangeIt() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.of(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;

        assertArrayEquals(new byte[] {1, 2, 3}, bytes.toArray());
    }

    @Test
    void slicesAreStringsOfTheirOwn() {
        Bytes bytes = Bytes.utf8("abcdef").slice(1, 5);

        assertEquals(Bytes.utf8("bcde"), bytes);
        assertEquals(Bytes.utf8("cd"), bytes.slice(1, 3));
        assertEquals(Bytes.utf8("de"), bytes.slice(2));
        assertEquals('b', bytes.at(0));
        assertEquals(-1, bytes.indexOf('f', 0)); // behind the end of the slice
        assertEquals(-1, bytes.indexOf('a', 0)); // before its beginning
        assertEquals(2, bytes.indexOf('d', 1));
        assertEquals(1, bytes.indexOf(Bytes.utf8("cd"), 0));
        assertEquals(-1, bytes.indexOf(Bytes.utf8("ef"), 0));
        assertEquals(bytes, bytes.compact());
        assertEquals(bytes.hashCode(), Bytes.utf8("bcde").hashCode());
        assertEquals(Bytes.EMPTY, bytes.slice(4));
    }

    @Test
    void refusesRangesOutsideItself() {
        Bytes bytes = Bytes.utf8("abcdef").slice(1, 5);

        assertThrows(IndexOutOfBoundsException.class, () -> bytes.at(4));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.at(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.slice(0, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.slice(3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.copyOf(new byte[3], 2, 2));
    }

    @Test
    @Spec({"RFC 6376 §3.5", "RFC 5322 §1.2.2"})
    void onlyAsciiLettersHaveCase() {
        assertTrue(Bytes.utf8("X-Foo").equalsIgnoreCaseAscii(Bytes.utf8("x-fOO")));
        assertFalse(Bytes.utf8("[").equalsIgnoreCaseAscii(Bytes.utf8("{"))); // 32 apart, no letters
        assertFalse(Bytes.utf8("I").equalsIgnoreCaseAscii(Bytes.utf8("\u0131"))); // Turkish
        assertFalse(Bytes.of((byte) 0xC4).equalsIgnoreCaseAscii(Bytes.of((byte) 0xE4))); // Latin-1 letters
        assertFalse(Bytes.utf8("a").equalsIgnoreCaseAscii(Bytes.utf8("ab")));
        assertEquals(Bytes.utf8("a[\u00C4"), Bytes.utf8("A[\u00C4").toLowerCaseAscii());
    }

    @Test
    void isEqualByContent() {
        assertEquals(Bytes.of((byte) 0, (byte) -1), Bytes.of((byte) 0, (byte) -1));
        assertNotEquals(Bytes.utf8("a"), Bytes.utf8("A"));
        assertNotEquals(Bytes.EMPTY, Bytes.utf8(" "));
    }

    @Test
    void showsItsOctetsAsText() {
        Bytes bytes = Bytes.of((byte) 'a', (byte) 0xC3, (byte) 0xA9);

        assertEquals("a\u00C3\u00A9", bytes.latin1());
        assertEquals("a\u00E9", bytes.utf8());
        assertEquals("a\uFFFD", bytes.slice(0, 2).utf8());
    }

    @Test
    void escapesWhatALogMustNotHold() {
        assertEquals("a b~", Bytes.utf8("a b~").toString());
        assertEquals(
                "\\\\\\r\\n\\t\\x00\\x1B\\x7F\\xC3\\xA9",
                Bytes.utf8("\\\r\n\t\0\u001B\u007F\u00E9").toString());
        assertEquals("abc", Bytes.utf8("abc").excerpt(3));
        assertEquals("ab...", Bytes.utf8("abc").excerpt(2));
    }

    @Test
    void copiesWhatIsLeftInABuffer() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);

        assertEquals(Bytes.of((byte) 2, (byte) 3), Bytes.copyOf(buffer));
        assertEquals(1, buffer.position());
        assertEquals(Bytes.of((byte) 2, (byte) 3), Bytes.copyOf(buffer.asReadOnlyBuffer()));
        assertEquals(Bytes.EMPTY, Bytes.copyOf(buffer.position(3)));
    }
}
