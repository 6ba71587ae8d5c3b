package org.vidimus.policy.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A string of octets, kept exactly as it was received.
///
/// Mail is hashed and signed octet by octet, so nothing here decodes unless it is asked to. [#slice(int, int)]
/// shares the array of its parent and costs no copy; every way in ([#of(byte...)], [#copyOf(byte\[\], int,
/// int)]) and every way out ([#toArray()]) copies, so that nobody else can change what is held. A slice keeps
/// its parent's array alive: use [#compact()] before keeping a short piece of a long message.
///
/// Immutable.
public final class Bytes {
    /// The empty string of octets.
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// A copy of all of `octets`.
    public static Bytes of(byte... octets) {
        return copyOf(octets, 0, octets.length);
    }

    /// A copy of `length` octets of `source` from `offset` on.
    ///
    /// @throws IndexOutOfBoundsException if that range is not inside `source`
    public static Bytes copyOf(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length), 0, length);
    }

    /// A copy of what is left in `source`, whose position stays.
    public static Bytes copyOf(ByteBuffer source) {
        byte[] octets = new byte[source.remaining()];
        source.get(source.position(), octets);
        return octets.length == 0 ? EMPTY : new Bytes(octets, 0, octets.length);
    }

    /// The characters of `text` in UTF-8. For ASCII this is one octet a character; an unpaired surrogate
    /// becomes `?`.
    public static Bytes utf8(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return new Bytes(encoded, 0, encoded.length);
    }

    /// The number of octets.
    public int length() {
        return length;
    }

    /// Whether there are no octets.
    public boolean isEmpty() {
        return length == 0;
    }

    /// The octet at `index` as a number from 0 to 255.
    ///
    /// @throws IndexOutOfBoundsException if `index` is negative or not below [#length()]
    public int at(int index) {
        return array[offset + Objects.checkIndex(index, length)] & 0xFF;
    }

    /// The octets from `from` (inclusive) to `to` (exclusive), sharing this array.
    ///
    /// @throws IndexOutOfBoundsException if that range is not inside this string
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return from == 0 && to == length ? this : new Bytes(array, offset + from, to - from);
    }

    /// The octets from `from` to the end, sharing this array.
    public Bytes slice(int from) {
        return slice(from, length);
    }

    /// The same octets in an array of their own, which lets go of the one that was shared.
    public Bytes compact() {
        return length == array.length ? this : copyOf(array, offset, length);
    }

    /// The index of the first `octet` at or after `from`, or -1 if there is none.
    ///
    /// @param octet 0 to 255
    public int indexOf(int octet, int from) {
        for (int i = Math.max(from, 0); i < length; i++) {
            if ((array[offset + i] & 0xFF) == octet) {
                return i;
            }
        }
        return -1;
    }

    /// The index of the first occurrence of `needle` at or after `from`, or -1 if there is none. Meant for
    /// short needles: the cost is the product of both lengths in the worst case.
    public int indexOf(Bytes needle, int from) {
        for (int i = Math.max(from, 0); i <= length - needle.length; i++) {
            if (Arrays.equals(
                    array,
                    offset + i,
                    offset + i + needle.length,
                    needle.array,
                    needle.offset,
                    needle.offset + needle.length)) {
                return i;
            }
        }
        return -1;
    }

    /// Whether both have the same octets when `A`-`Z` and `a`-`z` count as the same, and nothing else does.
    public boolean equalsIgnoreCaseAscii(Bytes other) {
        if (length != other.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(array[offset + i] & 0xFF) != Ascii.lower(other.array[other.offset + i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /// The same octets with `A`-`Z` in lower case; other octets stay, whatever the locale thinks of them.
    public Bytes toLowerCaseAscii() {
        byte[] lower = toArray();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (byte) Ascii.lower(lower[i] & 0xFF);
        }
        return new Bytes(lower, 0, lower.length);
    }

    /// A copy of the octets.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// Copies the octets into `target` from `at` on.
    ///
    /// @throws IndexOutOfBoundsException if they do not fit there
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /// The octets as ISO-8859-1: one character an octet, so nothing is lost and indices agree.
    public String latin1() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    /// The octets as UTF-8; what is not UTF-8 becomes U+FFFD, so this view may lose information.
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b
                && Arrays.equals(array, offset, offset + length, b.array, b.offset, b.offset + b.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /// The octets as printable ASCII, safe in any log: a backslash is doubled, `\r`, `\n` and `\t` are written
    /// so, and every other octet outside 32-126 is `\xHH`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length + 8);
        for (int i = 0; i < length; i++) {
            escape(at(i), text);
        }
        return text.toString();
    }

    /// At most `max` octets of [#toString()]'s form, then `...` if there are more: for log lines.
    public String excerpt(int max) {
        return length <= max ? toString() : slice(0, max) + "...";
    }

    private static void escape(int octet, StringBuilder text) {
        switch (octet) {
            case '\\' -> text.append("\\\\");
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            default -> {
                if (Ascii.isPrintable(octet)) {
                    text.append((char) octet);
                } else {
                    text.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits((byte) octet));
                }
            }
        }
    }
}
