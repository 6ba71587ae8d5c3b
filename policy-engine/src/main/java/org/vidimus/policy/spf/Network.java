package org.vidimus.policy.spf;

import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Addresses that begin with the same bits. Immutable.
///
/// @param address 4 octets for IPv4, 16 for IPv6; what is behind the prefix does not count
/// @param prefix how many bits count, from 0 to all of them
public record Network(Bytes address, int prefix) {
    private static final int GROUPS = 8;

    /// Checks the lengths.
    ///
    /// @throws IllegalArgumentException if `address` is no address or `prefix` is out of range
    public Network {
        if ((address.length() != 4 && address.length() != 16) || prefix < 0 || prefix > address.length() * 8) {
            throw new IllegalArgumentException(address + "/" + prefix);
        }
    }

    /// Whether `other` is of the same family and begins with the same bits.
    boolean contains(Bytes other) {
        if (other.length() != address.length()) {
            return false;
        }
        int octets = prefix / 8;
        for (int i = 0; i < octets; i++) {
            if (other.at(i) != address.at(i)) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || (other.at(octets) ^ address.at(octets)) >> (8 - rest) == 0;
    }

    /// Four numbers from 0 to 255 without leading zeros (§5.6, ip4-network).
    static Optional<Bytes> parse4(String text) {
        byte[] octets = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int start = at;
            int value = 0;
            while (at < text.length() && at < start + 3 && Ascii.isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at) - '0';
                at++;
            }
            boolean leadingZero = at > start + 1 && text.charAt(start) == '0';
            boolean followed = i == 3 ? at == text.length() : at < text.length() && text.charAt(at) == '.';
            if (at == start || leadingZero || value > 255 || !followed) {
                return Optional.empty();
            }
            octets[i] = (byte) value;
            at++;
        }
        return Optional.of(Bytes.of(octets));
    }

    /// Any form of [RFC 4291 §2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2): groups, one `::`, and
    /// an IPv4 address at the end.
    static Optional<Bytes> parse6(String text) {
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = ABSENT;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int start = at;
            int value = 0;
            while (at < text.length() && at < start + 4 && Character.digit(text.charAt(at), 16) >= 0) {
                value = value * 16 + Character.digit(text.charAt(at), 16);
                at++;
            }
            if (at < text.length() && text.charAt(at) == '.') {
                Optional<Bytes> tail = parse4(text.substring(start));
                if (tail.isEmpty() || count > GROUPS - 2) {
                    return Optional.empty();
                }
                groups[count++] = tail.get().at(0) << 8 | tail.get().at(1);
                groups[count++] = tail.get().at(2) << 8 | tail.get().at(3);
                break;
            }
            if (at == start || count == GROUPS) {
                return Optional.empty();
            }
            groups[count++] = value;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at) != ':' || at + 1 == text.length()) {
                return Optional.empty();
            }
            at++;
            if (text.charAt(at) == ':') {
                if (gap != ABSENT) {
                    return Optional.empty();
                }
                gap = count;
                at++;
            }
        }
        boolean complete = gap == ABSENT ? count == GROUPS : count < GROUPS;
        return complete ? Optional.of(spread(groups, count, gap == ABSENT ? count : gap)) : Optional.empty();
    }

    private static final int ABSENT = -1;

    /// The groups before the gap at the front, the others at the back.
    private static Bytes spread(int[] groups, int count, int gap) {
        byte[] octets = new byte[2 * GROUPS];
        for (int i = 0; i < count; i++) {
            int group = i < gap ? i : i + GROUPS - count;
            octets[2 * group] = (byte) (groups[i] >> 8);
            octets[2 * group + 1] = (byte) groups[i];
        }
        return Bytes.of(octets);
    }
}
