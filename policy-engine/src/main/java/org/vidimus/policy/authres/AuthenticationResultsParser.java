package org.vidimus.policy.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// The parser of [AuthenticationResultsHeader], a recursive descent along the grammar of [RFC 8601
/// §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2).
///
/// Deviation: it also reads what large senders write against the grammar, because their results are of use: a
/// `;` at the end, `name=value` without a ptype (Microsoft's `action=none`; skipped, as it says nothing that
/// the registry knows), `reason=` after the properties, and unquoted base64 (see [Lexer#propertyValue()]).
///
/// Confined to one call.
final class AuthenticationResultsParser {
    private static final int MAX_DIGITS = 9;

    private final Lexer lexer;
    private final List<ResultInfo> results = new ArrayList<>();

    AuthenticationResultsParser(Bytes value) {
        this.lexer = new Lexer(value);
    }

    Parsed<AuthenticationResultsHeader> parse() {
        return switch (Head.read(lexer)) {
            case Parsed.Malformed<Head>(int offset, String why) -> new Parsed.Malformed<>(offset, why);
            case Parsed.Ok<Head>(Head head)
            when head.version().length() > MAX_DIGITS ->
                new Parsed.Malformed<>(head.end(), "version has more than " + MAX_DIGITS + " digits");
            case Parsed.Ok<Head>(Head head) -> {
                int version = Integer.parseInt(head.version());
                // RFC 8601 §2.6: nothing is known about what follows in another version.
                boolean read = version != AuthenticationResultsHeader.VERSION || readResults();
                yield read
                        ? new Parsed.Ok<>(new AuthenticationResultsHeader(head.authservId(), version, results))
                        : lexer.malformed();
            }
        };
    }

    /// no-result / 1*resinfo, from behind the first `;`.
    private boolean readResults() {
        if (!lexer.skipComments()) {
            return false;
        }
        do {
            Optional<String> method = lexer.keyword("a method");
            if (method.isEmpty() || !lexer.skipComments()) {
                return false;
            }
            if (lexer.atEnd() && results.isEmpty() && method.get().equals("none")) {
                return true;
            }
            if (!readResult(method.get())) {
                return false;
            }
            if (lexer.atEnd()) {
                return true;
            }
            if (!lexer.expect(';') || !lexer.skipComments()) {
                return false;
            }
        } while (!lexer.atEnd());
        return true;
    }

    /// What follows the method's name in resinfo.
    private boolean readResult(String method) {
        int version = 1;
        if (lexer.sees('/')) {
            version = methodVersion();
        }
        if (version < 0 || !lexer.expect('=') || !lexer.skipComments()) {
            return false;
        }
        Optional<String> result = lexer.keyword("a result");
        if (result.isEmpty() || !lexer.skipComments()) {
            return false;
        }
        Optional<String> comment = lexer.comment();
        Details details = new Details();
        while (!lexer.atEnd() && !lexer.sees(';')) {
            if (!details.readNext()) {
                return false;
            }
        }
        results.add(new ResultInfo(method, version, result.get(), comment, details.reason, details.properties));
        return true;
    }

    /// `"/" method-version`; -1 if it is malformed.
    private int methodVersion() {
        if (!lexer.expect('/') || !lexer.skipComments()) {
            return -1;
        }
        Optional<String> digits = lexer.digits();
        if (digits.isEmpty() || !lexer.skipComments()) {
            return -1;
        }
        // A version that long is none that anybody knows; as a malformed field it is not believed either.
        return digits.get().length() > MAX_DIGITS ? lexer.reject("method version") : Integer.parseInt(digits.get());
    }

    /// reasonspec and propspecs of one resinfo.
    private final class Details {
        private Optional<String> reason = Optional.empty();
        private final List<ResultInfo.Property> properties = new ArrayList<>();

        private boolean readNext() {
            Optional<String> word = lexer.keyword("a property or \";\"");
            if (word.isEmpty() || !lexer.skipComments()) {
                return false;
            }
            if (lexer.sees('.')) {
                return lexer.expect('.') && lexer.skipComments() && readProperty(word.get());
            }
            if (!lexer.expect('=') || !lexer.skipComments()) {
                return false;
            }
            boolean isReason = word.get().equals("reason") && reason.isEmpty();
            Optional<String> value = isReason ? lexer.value("the reason") : lexer.propertyValue();
            if (isReason) {
                reason = value;
            }
            return value.isPresent() && lexer.skipComments();
        }

        private boolean readProperty(String ptype) {
            Optional<String> name = lexer.keyword("a property's name");
            if (name.isEmpty() || !lexer.skipComments() || !lexer.expect('=') || !lexer.skipComments()) {
                return false;
            }
            Optional<String> value = lexer.propertyValue();
            if (value.isEmpty() || !lexer.skipComments()) {
                return false;
            }
            properties.add(new ResultInfo.Property(ptype, name.get(), value.get(), lexer.comment()));
            return true;
        }
    }
}
