package org.vidimus.milter.fuzz;

import java.util.Arrays;

/// Choices read from a fuzzer's octets, one after the other; at the end every choice is 0.
final class Input {
    private final byte[] octets;
    private int position;

    Input(byte[] octets) {
        this.octets = octets;
    }

    boolean isEmpty() {
        return position == octets.length;
    }

    /// The next octet, 0 to 255.
    int octet() {
        return isEmpty() ? 0 : octets[position++] & 0xff;
    }

    /// A number from 0 to `bound` - 1.
    int below(int bound) {
        return octet() % bound;
    }

    /// A 32-bit number, big-endian.
    int int32() {
        return octet() << 24 | octet() << 16 | octet() << 8 | octet();
    }

    /// Up to `length` octets.
    byte[] take(int length) {
        int from = position;
        position = Math.min(octets.length, from + length);
        return Arrays.copyOfRange(octets, from, position);
    }

    byte[] rest() {
        return take(octets.length);
    }
}
