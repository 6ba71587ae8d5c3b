package org.vidimus.policy.authres;

import org.vidimus.policy.base.Ascii;

/// The words of the grammar: letters, digits and hyphens, the last one not a hyphen ([RFC 5321
/// §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)); lower case here.
final class Keyword {
    /// The longest keyword that we read or write.
    static final int MAX_LENGTH = 64;

    /// The highest version number, of nine digits.
    static final int MAX_VERSION = 999_999_999;

    private Keyword() {}

    static void require(String what, String word) {
        boolean good = !word.isEmpty()
                && word.length() <= MAX_LENGTH
                && !word.endsWith("-")
                && word.chars().allMatch(c -> c == '-' || (Ascii.isLetterOrDigit(c) && Ascii.lower(c) == c));
        if (!good) {
            throw new IllegalArgumentException(what + " is not a keyword");
        }
    }
}
