package org.vidimus.milter.wire;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable run of octets, as they were on the wire.
///
/// A slice shares the array it was cut from, so that a frame can be taken apart without copying. What lives longer than
/// its frame should be [compacted][#compact()].
///
/// Immutable, thread-safe.
public final class Bytes {
    /// No octets.
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int to;

    private Bytes(byte[] array, int from, int to) {
        this.array = array;
        this.from = from;
        this.to = to;
    }

    /// A copy of `octets`.
    public static Bytes copyOf(byte[] octets) {
        return handOver(octets.clone(), 0, octets.length);
    }

    /// The octets of `array` in `[from, to)`, without a copy: the caller gives the array away and never writes to it
    /// again.
    ///
    /// @throws IndexOutOfBoundsException when the range is not within the array
    public static Bytes handOver(byte[] array, int from, int to) {
        if (from < 0 || to > array.length || from > to) {
            throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + array.length);
        }
        return from == to ? EMPTY : new Bytes(array, from, to);
    }

    /// The UTF-8 octets of `text`.
    public static Bytes utf8(String text) {
        return of(text, StandardCharsets.UTF_8);
    }

    /// One octet for each char of `text`, which must be below 256; others become `?`.
    public static Bytes latin1(String text) {
        return of(text, StandardCharsets.ISO_8859_1);
    }

    private static Bytes of(String text, Charset charset) {
        byte[] octets = text.getBytes(charset);
        return handOver(octets, 0, octets.length);
    }

    /// How many octets.
    public int length() {
        return to - from;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return from == to;
    }

    /// The octet at `index`, as a signed byte.
    ///
    /// @throws IndexOutOfBoundsException when there is none
    public byte at(int index) {
        return array[from + checkIndex(index)];
    }

    /// The big-endian 32-bit integer at `index`.
    ///
    /// @throws IndexOutOfBoundsException when fewer than four octets follow
    int int32(int index) {
        checkIndex(index + 3);
        int at = from + checkIndex(index);
        return (array[at] & 0xff) << 24
                | (array[at + 1] & 0xff) << 16
                | (array[at + 2] & 0xff) << 8
                | (array[at + 3] & 0xff);
    }

    private int checkIndex(int index) {
        if (index < 0 || index >= length()) {
            throw new IndexOutOfBoundsException(index + " of " + length());
        }
        return index;
    }

    /// The octets in `[begin, end)`, sharing this run's array.
    ///
    /// @throws IndexOutOfBoundsException when the range is not within this run
    public Bytes slice(int begin, int end) {
        if (begin < 0 || end > length() || begin > end) {
            throw new IndexOutOfBoundsException("[" + begin + ", " + end + ") of " + length());
        }
        return handOver(array, from + begin, from + end);
    }

    /// The octets from `begin` on.
    ///
    /// @throws IndexOutOfBoundsException when `begin` lies past the end
    public Bytes from(int begin) {
        return slice(begin, length());
    }

    /// Where `octet` stands first, at `begin` or later; -1 when nowhere.
    public int indexOf(int octet, int begin) {
        for (int i = from + Math.max(begin, 0); i < to; i++) {
            if (array[i] == (byte) octet) {
                return i - from;
            }
        }
        return -1;
    }

    /// Whether `octet` occurs.
    public boolean contains(int octet) {
        return indexOf(octet, 0) >= 0;
    }

    /// The same octets in an array of just their size, so that a long-lived value does not keep a whole read alive.
    public Bytes compact() {
        return length() == array.length ? this : handOver(toArray(), 0, length());
    }

    /// A copy of the octets.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, from, to);
    }

    /// What looks at octets where they lie.
    @FunctionalInterface
    public interface Reader<R> {
        /// Reads the octets of `array` in `[from, from + length)`; it must not write to the array, nor keep it.
        R read(byte[] array, int from, int length);
    }

    /// Shows the octets to `reader`, without a copy.
    public <R> R readBy(Reader<R> reader) {
        return reader.read(array, from, length());
    }

    /// A read-only view for digests and channels.
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, from, length()).slice().asReadOnlyBuffer();
    }

    /// Copies the octets into `target` at `offset`.
    ///
    /// @throws IndexOutOfBoundsException when they do not fit
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(array, from, target, offset, length());
    }

    /// The octets as text, one char each (ISO-8859-1): never fails, loses nothing.
    public String latin1() {
        return new String(array, from, length(), StandardCharsets.ISO_8859_1);
    }

    /// The octets read as UTF-8; what is not UTF-8 becomes U+FFFD.
    public String utf8() {
        return new String(array, from, length(), StandardCharsets.UTF_8);
    }

    /// Whether both hold the same octets, ASCII letters in any case.
    public boolean equalsIgnoreCase(Bytes other) {
        if (length() != other.length()) {
            return false;
        }
        for (int i = 0; i < length(); i++) {
            if (lower(array[from + i]) != lower(other.array[other.from + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Bytes other && Arrays.equals(array, from, to, other.array, other.from, other.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// The octets for a log or a terminal: printable ASCII as it is, the rest as `\r`, `\n`, `\t`, `\\` or `\xNN`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length() + 16);
        for (int i = from; i < to; i++) {
            switch (array[i]) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (array[i] >= ' ' && array[i] < 0x7f) {
                        text.append((char) array[i]);
                    } else {
                        text.append("\\x")
                                .append(Character.forDigit(array[i] >> 4 & 0xf, 16))
                                .append(Character.forDigit(array[i] & 0xf, 16));
                    }
                }
            }
        }
        return text.toString();
    }
}
