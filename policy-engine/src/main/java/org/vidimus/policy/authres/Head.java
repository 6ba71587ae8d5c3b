package org.vidimus.policy.authres;

import java.util.Optional;
import org.vidimus.policy.base.Parsed;

/// The part of an Authentication-Results value before its first `;`: who speaks, and in which version ([RFC
/// 8601 §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2)).
///
/// @param authservId the authserv-id without quotes
/// @param version the digits of authres-version; `1` where it was absent
/// @param end the offset of the `;`
record Head(String authservId, String version, int end) {
    /// Reads the head and leaves the lexer behind its `;`.
    static Parsed<Head> read(Lexer lexer) {
        if (!lexer.skipComments()) {
            return lexer.malformed();
        }
        Optional<String> id = lexer.value("the authserv-id");
        if (id.isEmpty() || !lexer.skipComments()) {
            return lexer.malformed();
        }
        Optional<String> version = Optional.of("1");
        if (!lexer.sees(';')) {
            version = lexer.digits();
        }
        if (version.isEmpty() || !lexer.skipComments()) {
            return lexer.malformed();
        }
        int end = lexer.position();
        return lexer.expect(';')
                ? new Parsed.Ok<>(new Head(id.get(), withoutLeadingZeros(version.get()), end))
                : lexer.malformed();
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
