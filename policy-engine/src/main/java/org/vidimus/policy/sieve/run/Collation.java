package org.vidimus.policy.sieve.run;

import java.util.Optional;
import java.util.stream.Stream;

/// A comparator (§2.7.3, [RFC 4790](https://www.rfc-editor.org/rfc/rfc4790)): how two strings compare.
public enum Collation {
    /// Octet by octet ([RFC 4790 §9.3](https://www.rfc-editor.org/rfc/rfc4790#section-9.3)).
    OCTET("i;octet", false),
    /// As octets, but with ASCII letters in any case ([RFC 4790
    /// §9.2](https://www.rfc-editor.org/rfc/rfc4790#section-9.2)).
    ASCII_CASEMAP("i;ascii-casemap", true),
    /// As the numbers at their beginning; what begins with no digit is larger than every number ([RFC 4790
    /// §9.1](https://www.rfc-editor.org/rfc/rfc4790#section-9.1)). It has no substrings.
    ASCII_NUMERIC("i;ascii-numeric", false) {
        @Override
        public boolean equal(String a, String b) {
            return order(a, b) == 0;
        }

        @Override
        public int order(String a, String b) {
            return Digits.order(a, b);
        }

        @Override
        public boolean hasSubstrings() {
            return false;
        }
    };

    private static final int PAID_AT_ONCE = 4_096;

    private final String word;

    private final boolean folds;

    Collation(String word, boolean folds) {
        this.word = word;
        this.folds = folds;
    }

    /// The comparator of this name, which is written in lower case.
    public static Optional<Collation> named(String name) {
        return Stream.of(values()).filter(c -> c.word.equals(name)).findFirst();
    }

    /// Its name in scripts.
    public String word() {
        return word;
    }

    /// Whether `:contains` and `:matches` can be used with it.
    public boolean hasSubstrings() {
        return true;
    }

    /// What a UTF-16 code unit counts as.
    int fold(int unit) {
        return folds && unit >= 'a' && unit <= 'z' ? unit - 'a' + 'A' : unit;
    }

    /// Whether the two are the same.
    public boolean equal(String a, String b) {
        return a.length() == b.length() && holds(a, b);
    }

    /// Which comes first: negative if `a` does.
    public int order(String a, String b) {
        int shared = Math.min(a.length(), b.length());
        for (int i = 0; i < shared; i++) {
            int left = fold(a.charAt(i));
            int right = fold(b.charAt(i));
            if (left != right) {
                // In the order of UTF-8, surrogates come after all other units.
                boolean surrogates = Character.isSurrogate((char) left) != Character.isSurrogate((char) right);
                return surrogates ? (Character.isSurrogate((char) left) ? 1 : -1) : Integer.compare(left, right);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /// Whether `key` stands in `value`.
    ///
    /// @param run pays for the characters compared
    boolean contains(String value, String key, Run run) {
        if (key.isEmpty()) {
            return true;
        }
        int last = value.length() - key.length();
        int upper = fold(key.charAt(0));
        int lower = folds && upper >= 'A' && upper <= 'Z' ? upper + ('a' - 'A') : upper;
        int looked = 0;
        for (int at = 0; at <= last; at++) {
            char unit = value.charAt(at);
            if (unit == upper || unit == lower) {
                int shared = shared(value, at, key);
                if (shared == key.length()) {
                    run.spendCharacters(looked + at);
                    return true;
                }
                looked += shared;
                if (looked > PAID_AT_ONCE) {
                    run.spendCharacters(looked);
                    looked = 0;
                }
            }
        }
        run.spendCharacters(looked + (long) Math.max(last, 0));
        return false;
    }

    /// How many characters of `key` stand in `value` from `at`; the first one does.
    private int shared(String value, int at, String key) {
        int shared = 1;
        while (shared < key.length() && fold(value.charAt(at + shared)) == fold(key.charAt(shared))) {
            shared++;
        }
        return shared;
    }

    private boolean holds(String value, String key) {
        for (int i = 0; i < key.length(); i++) {
            if (fold(value.charAt(i)) != fold(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
