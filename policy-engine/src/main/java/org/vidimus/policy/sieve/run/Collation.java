package org.vidimus.policy.sieve.run;

import java.util.Optional;
import java.util.stream.Stream;

/// A comparator (§2.7.3, [RFC 4790](https://www.rfc-editor.org/rfc/rfc4790)): how two strings compare.
public enum Collation {
    /// Octet by octet ([RFC 4790 §9.3](https://www.rfc-editor.org/rfc/rfc4790#section-9.3)).
    OCTET("i;octet") {
        @Override
        int fold(int unit) {
            return unit;
        }
    },
    /// As octets, but with ASCII letters in any case ([RFC 4790
    /// §9.2](https://www.rfc-editor.org/rfc/rfc4790#section-9.2)).
    ASCII_CASEMAP("i;ascii-casemap") {
        @Override
        int fold(int unit) {
            return unit >= 'a' && unit <= 'z' ? unit - 'a' + 'A' : unit;
        }
    },
    /// As the numbers at their beginning; what begins with no digit is larger than every number ([RFC 4790
    /// §9.1](https://www.rfc-editor.org/rfc/rfc4790#section-9.1)). It has no substrings.
    ASCII_NUMERIC("i;ascii-numeric") {
        @Override
        int fold(int unit) {
            return unit;
        }

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

    private final String word;

    Collation(String word) {
        this.word = word;
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
    abstract int fold(int unit);

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
        int last = value.length() - key.length();
        int first = key.isEmpty() ? 0 : fold(key.charAt(0));
        for (int at = 0; at <= last; at++) {
            run.spendCharacter();
            if (key.isEmpty() || (fold(value.charAt(at)) == first && holdsAt(value, at, key, run))) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsAt(String value, int at, String key, Run run) {
        for (int i = 1; i < key.length(); i++) {
            run.spendCharacter();
            if (fold(value.charAt(at + i)) != fold(key.charAt(i))) {
                return false;
            }
        }
        return true;
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
