package org.vidimus.policy.sieve.words;

import java.util.Optional;
import org.vidimus.policy.base.Ascii;

/// The code and the enhanced status code of a refusal: `451 4.7.1` ([RFC 5321
/// §4.2.1](https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1), [RFC 3463
/// §2](https://www.rfc-editor.org/rfc/rfc3463#section-2)).
///
/// @param code 400 to 599
/// @param status of the same class
record ReplyCode(int code, String status) {
    /// The codes in a text of this form; empty if it has another, or the two do not agree.
    static Optional<ReplyCode> parse(String text) {
        int space = text.indexOf(' ');
        if (space != 3 || !text.substring(0, space).chars().allMatch(Ascii::isDigit)) {
            return Optional.empty();
        }
        int code = Integer.parseInt(text.substring(0, space));
        String status = text.substring(space + 1);
        boolean refusal = code >= 400 && code <= 599;
        return refusal && isStatus(status) && status.charAt(0) == text.charAt(0)
                ? Optional.of(new ReplyCode(code, status))
                : Optional.empty();
    }

    /// RFC 3463 §2: three numbers of at most three digits, the first of which has one.
    private static boolean isStatus(String status) {
        String[] parts = status.split("\\.", -1);
        if (parts.length != 3 || parts[0].length() != 1) {
            return false;
        }
        for (String part : parts) {
            boolean plain = part.length() == 1 || (part.length() <= 3 && part.length() > 1 && part.charAt(0) != '0');
            if (!plain || !part.chars().allMatch(Ascii::isDigit)) {
                return false;
            }
        }
        return true;
    }
}
