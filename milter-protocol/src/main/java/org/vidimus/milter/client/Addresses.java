package org.vidimus.milter.client;

import org.vidimus.milter.wire.Bytes;

/// Envelope addresses as they stand on the wire.
final class Addresses {
    private Addresses() {}

    /// The address without angle brackets and the space around it.
    static Bytes plain(Bytes address) {
        int begin = 0;
        int end = address.length();
        while (begin < end && isSpace(address.at(begin))) {
            begin++;
        }
        while (end > begin && isSpace(address.at(end - 1))) {
            end--;
        }
        if (end - begin >= 2 && address.at(begin) == '<' && address.at(end - 1) == '>') {
            begin++;
            end--;
        }
        return address.slice(begin, end);
    }

    /// The address in angle brackets.
    static Bytes bracketed(Bytes address) {
        return Bytes.latin1("<" + plain(address).latin1() + ">");
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
