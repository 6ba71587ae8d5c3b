package org.vidimus.policy.authres;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderField;

/// The value of an ARC-Authentication-Results field: an instance, and what would be the value of an
/// Authentication-Results field ([RFC 8617 §4.1.1](https://www.rfc-editor.org/rfc/rfc8617#section-4.1.1)).
///
/// Immutable.
///
/// @param instance the number, as it is written: of one or two digits
/// @param results the results, or what is wrong with them; offsets are those of the field's value
public record ArcAuthenticationResults(int instance, Parsed<AuthenticationResultsHeader> results) {
    /// The name of the field.
    public static final Bytes NAME = Bytes.utf8("ARC-Authentication-Results");

    private static final int MAX_DIGITS = 2;

    /// Reads a value. It is malformed if it has no instance in front; what follows is judged apart, since a
    /// chain does not depend on it.
    public static Parsed<ArcAuthenticationResults> parse(Bytes value, Budgets budgets) {
        Lexer lexer = new Lexer(value);
        boolean named = lexer.skipComments() && lexer.expect('i') && lexer.skipComments();
        if (!named || !lexer.expect('=') || !lexer.skipComments()) {
            return lexer.malformed();
        }
        int start = lexer.position();
        Optional<String> digits = lexer.digits();
        if (digits.isEmpty()) {
            return lexer.malformed();
        }
        if (digits.get().length() > MAX_DIGITS) {
            return new Parsed.Malformed<>(start, "more than " + MAX_DIGITS + " digits");
        }
        if (!lexer.skipComments() || !lexer.expect(';')) {
            return lexer.malformed();
        }
        int begin = lexer.position();
        Parsed<AuthenticationResultsHeader> results =
                switch (AuthenticationResultsHeader.parse(value.slice(begin), budgets)) {
                    case Parsed.Ok<AuthenticationResultsHeader> good -> good;
                    case Parsed.Malformed<AuthenticationResultsHeader>(int offset, String why) ->
                        new Parsed.Malformed<>(begin + offset, why);
                };
        return new Parsed.Ok<>(new ArcAuthenticationResults(Integer.parseInt(digits.get()), results));
    }

    /// The field as it is put into a message: as [AuthenticationResultsHeader#format()] writes one, the
    /// instance before it.
    ///
    /// @param instance 1 to 50
    public static HeaderField format(int instance, AuthenticationResultsHeader results) {
        return new HeaderField(NAME, AuthenticationResultsWriter.write(NAME, List.of("i=" + instance + ";"), results));
    }
}
