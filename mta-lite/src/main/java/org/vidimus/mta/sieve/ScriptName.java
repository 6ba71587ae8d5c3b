package org.vidimus.mta.sieve;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The name of a user, or of one of their scripts, which is safe as the name of a file.
///
/// [RFC 5804 §1.6](https://www.rfc-editor.org/rfc/rfc5804#section-1.6) allows any characters but controls and the two
/// separators of Unicode. Here a slash, a backslash and a dot at the beginning are not allowed either, and 200 octets
/// of
/// UTF-8 are the most.
///
/// Immutable.
///
/// @param text the name
public record ScriptName(String text) {
    private static final int LONGEST = 200;

    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if it is none
    public ScriptName {
        String fault = fault(text);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
    }

    /// The name that `text` is, if it is one.
    public static Optional<ScriptName> parse(String text) {
        return fault(text).isEmpty() ? Optional.of(new ScriptName(text)) : Optional.empty();
    }

    private static String fault(String text) {
        if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return "a name has 1 to " + LONGEST + " octets";
        }
        if (text.startsWith(".")) {
            return "a name does not begin with a dot";
        }
        boolean sound = text.codePoints().noneMatch(ScriptName::isForbidden);
        return sound ? "" : "a name holds no slash, backslash, control character or separator of lines";
    }

    private static boolean isForbidden(int character) {
        return character == '/'
                || character == '\\'
                || Character.isISOControl(character)
                || character == 0x2028
                || character == 0x2029
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    /// The name.
    @Override
    public String toString() {
        return text;
    }
}
