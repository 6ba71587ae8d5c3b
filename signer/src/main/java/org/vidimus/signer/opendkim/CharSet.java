package org.vidimus.signer.opendkim;

import java.util.BitSet;
import java.util.function.IntPredicate;

/// A set of octets: what one position of a pattern matches. Confined to the parser until it is finished.
final class CharSet {
    private static final int OCTETS = 256;

    private final BitSet octets = new BitSet(OCTETS);

    static CharSet of(int octet) {
        CharSet set = new CharSet();
        set.add(octet);
        return set;
    }

    static CharSet of(IntPredicate members) {
        CharSet set = new CharSet();
        set.add(members);
        return set;
    }

    /// What the dot matches: everything, for the locale of OpenDKIM is C. There is no NUL in a C string.
    static CharSet any() {
        return of(octet -> octet != 0);
    }

    void add(int octet) {
        octets.set(octet);
    }

    void add(int from, int to) {
        octets.set(from, to + 1);
    }

    void add(IntPredicate members) {
        for (int octet = 0; octet < OCTETS; octet++) {
            if (members.test(octet)) {
                octets.set(octet);
            }
        }
    }

    CharSet inverted() {
        CharSet set = of(octet -> octet != 0);
        set.octets.andNot(octets);
        return set;
    }

    boolean has(int octet) {
        return octets.get(octet);
    }

    static boolean isWord(int octet) {
        return isAlnum(octet) || octet == '_';
    }

    static boolean isAlnum(int octet) {
        return isAlpha(octet) || isDigit(octet);
    }

    static boolean isAlpha(int octet) {
        return isUpper(octet) || octet >= 'a' && octet <= 'z';
    }

    static boolean isUpper(int octet) {
        return octet >= 'A' && octet <= 'Z';
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /// What `isspace` of the C locale says: the white space of tables and lists.
    static boolean isSpace(int octet) {
        return octet == ' ' || octet >= '\t' && octet <= '\r';
    }
}
