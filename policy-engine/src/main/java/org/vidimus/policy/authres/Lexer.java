package org.vidimus.policy.authres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Reads the words of a structured field value from left to right.
///
/// A reading method either moves past what it read or returns empty (or false) and leaves [#malformed()] to say
/// where and why. Each octet is looked at a bounded number of times, and nesting is a counter, so the time is
/// linear whatever the value holds.
///
/// Confined to one call.
final class Lexer {
    private final Bytes text;
    private int position;
    private int problemAt;
    private String problem = "";
    private int commentStart;
    private int commentEnd;

    Lexer(Bytes text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == text.length();
    }

    /// The complaint of the method that last failed.
    <T> Parsed<T> malformed() {
        return new Parsed.Malformed<>(problemAt, problem);
    }

    private boolean fail(int offset, String why) {
        problemAt = offset;
        problem = why;
        return false;
    }

    /// Complains about the word just read; -1 for the caller to hand on.
    int reject(String what) {
        fail(position, what + " is out of range");
        return -1;
    }

    /// Whether the next octet is `octet`; does not move.
    boolean sees(int octet) {
        return position < text.length() && text.at(position) == octet;
    }

    /// Moves past `octet`, or fails if something else stands there.
    boolean expect(int octet) {
        if (!sees(octet)) {
            return fail(position, "expected \"" + (char) octet + "\"");
        }
        position++;
        return true;
    }

    /// Moves past comments and folding white space, if there are any ([RFC 5322
    /// §3.2.2](https://www.rfc-editor.org/rfc/rfc5322#section-3.2.2)); fails only on an unclosed comment.
    boolean skipComments() {
        commentStart = -1;
        while (!atEnd()) {
            int fold = foldLength(position);
            if (fold > 0) {
                position += fold;
            } else if (!sees('(')) {
                return true;
            } else if (!skipComment()) {
                return false;
            }
        }
        return true;
    }

    /// White space at `at`: 1 for WSP, the length of the line end where white space follows it, otherwise 0.
    private int foldLength(int at) {
        if (Ascii.isWhiteSpace(text.at(at))) {
            return 1;
        }
        int lineEnd = text.at(at) == '\r' ? at + 1 : at;
        boolean fold =
                lineEnd + 1 < text.length() && text.at(lineEnd) == '\n' && Ascii.isWhiteSpace(text.at(lineEnd + 1));
        return fold ? lineEnd - at + 1 : 0;
    }

    private boolean skipComment() {
        int open = position;
        int depth = 0;
        for (int i = position; i < text.length(); i++) {
            switch (text.at(i)) {
                case '\\' -> i++;
                case '(' -> depth++;
                case ')' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                if (commentStart < 0) {
                    commentStart = open + 1;
                    commentEnd = i;
                }
                position = i + 1;
                return true;
            }
        }
        return fail(open, "comment is not closed");
    }

    /// What the first comment of the last [#skipComments()] says, without quoted-pairs and line ends. Octets
    /// that are not UTF-8 become U+FFFD: a comment is for people.
    Optional<String> comment() {
        if (commentStart < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = commentStart; i < commentEnd; i++) {
            int octet = text.at(i);
            if (octet == '\\' && i + 1 < commentEnd) {
                content.write(text.at(++i));
            } else if (octet != '\r' && octet != '\n') {
                content.write(octet);
            }
        }
        return Optional.of(content.toString(StandardCharsets.UTF_8));
    }

    /// A Keyword, in lower case ([RFC 5321 §4.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2)):
    /// letters, digits and hyphens, a hyphen not at the end.
    Optional<String> keyword(String what) {
        int start = position;
        Bytes word = run(octet -> Ascii.isLetterOrDigit(octet) || octet == '-');
        if (word.isEmpty() || word.length() > Keyword.MAX_LENGTH || word.at(word.length() - 1) == '-') {
            fail(start, "expected " + what);
            return Optional.empty();
        }
        return Optional.of(word.latin1().toLowerCase(Locale.ROOT));
    }

    /// One or more digits.
    Optional<String> digits() {
        int start = position;
        Bytes digits = run(Ascii::isDigit);
        if (digits.isEmpty()) {
            fail(start, "expected a version number");
            return Optional.empty();
        }
        return Optional.of(digits.latin1());
    }

    /// A MIME value, token or quoted-string ([RFC 2045
    /// §5.1](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)); a token may hold UTF-8, as RFC 8601 §2.2
    /// allows it in internationalised mail.
    Optional<String> value(String what) {
        if (sees('"')) {
            return quotedString();
        }
        int start = position;
        Bytes token = run(octet -> Ascii.isToken(octet) || octet >= 0x80);
        if (token.isEmpty()) {
            fail(start, "expected " + what);
            return Optional.empty();
        }
        return decoded(start, token.toArray());
    }

    /// A property's value: a MIME value, or `[ [ local-part ] "@" ] domain-name`.
    ///
    /// Deviation: outside quotes `/`, `=` and `?` are read too. They belong in a local part; without an `@`
    /// they are not allowed, but almost everyone writes the base64 of `header.b` without quotes.
    Optional<String> propertyValue() {
        int start = position;
        if (sees('"')) {
            Optional<String> quoted = quotedString();
            if (quoted.isEmpty() || !sees('@')) {
                return quoted;
            }
            position++;
            Bytes domain = run(octet -> Ascii.isToken(octet) || octet >= 0x80);
            return decoded(start, domain.toArray()).map(name -> quoted.get() + "@" + name);
        }
        Bytes bare = run(octet -> Ascii.isToken(octet) || octet >= 0x80 || "/=?@".indexOf(octet) >= 0);
        if (bare.isEmpty() || bare.indexOf('@', bare.indexOf('@', 0) + 1) > bare.indexOf('@', 0)) {
            fail(start, "expected the property's value");
            return Optional.empty();
        }
        return decoded(start, bare.toArray());
    }

    private Bytes run(IntPredicate belongs) {
        int start = position;
        while (position < text.length() && belongs.test(text.at(position))) {
            position++;
        }
        return text.slice(start, position);
    }

    private Optional<String> quotedString() {
        int open = position;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = position + 1; i < text.length(); i++) {
            int octet = text.at(i);
            if (octet == '"') {
                position = i + 1;
                return decoded(open, content.toByteArray());
            }
            int fold = octet == '\r' || octet == '\n' ? foldLength(i) : 0;
            if (fold > 0) {
                i += fold - 1;
            } else if (octet == '\\' && i + 1 < text.length() && text.at(i + 1) >= ' ') {
                content.write(text.at(++i));
            } else if (octet >= ' ' || octet == '\t') {
                content.write(octet);
            } else {
                fail(i, "control character in a quoted string");
                return Optional.empty();
            }
        }
        fail(open, "quoted string is not closed");
        return Optional.empty();
    }

    private Optional<String> decoded(int offset, byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException _) {
            // Eight-bit octets that are not UTF-8 have no meaning here in any kind of mail.
            fail(offset, "not UTF-8");
            return Optional.empty();
        }
    }
}
