package org.vidimus.milter.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An enhanced mail system status code, `5.7.1`
/// ([RFC 3463 §2](https://www.rfc-editor.org/rfc/rfc3463#section-2)).
///
/// @param statusClass 2, 4 or 5
/// @param subject 0 to 999
/// @param detail 0 to 999
public record EnhancedCode(int statusClass, int subject, int detail) {
    private static final Pattern FORM = Pattern.compile("([245])\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");

    /// Checks the ranges.
    public EnhancedCode {
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("status class " + statusClass);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("subject " + subject + ", detail " + detail);
        }
    }

    /// The code that `text` is, if it is one.
    public static Optional<EnhancedCode> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new EnhancedCode(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
