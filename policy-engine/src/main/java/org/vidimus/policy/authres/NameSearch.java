package org.vidimus.policy.authres;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.vidimus.policy.message.Ascii;
import org.vidimus.policy.message.Bytes;

/// Finds a name in a field value, however it is cut up: as sloppy readers would find it.
///
/// A reader is modelled as one [CommentRule] and one way with octets outside ASCII. Its view of the value is
/// made by dropping the comments it sees and then everything that no name is made of; wherever something was
/// dropped the view has a single space. The name is found where it stands in the view as a whole word, spaces
/// inside it not counted: so `m(x)x . "example".com` holds `mx.example.com`, and `notmx.example.com` and
/// `mx.example.com.evil.org` do not.
///
/// Immutable.
final class NameSearch {
    /// How a reader treats parentheses.
    private enum CommentRule {
        /// They are characters like any other.
        NONE(false, false, false),
        /// As RFC 5322 §3.2.2 has it: comments nest, a backslash quotes.
        NESTED(true, true, true),
        /// Comments nest, a backslash means nothing.
        NESTED_WITHOUT_QUOTING(true, true, false),
        /// A comment ends at the first closing parenthesis.
        FLAT(true, false, true),
        /// The same, and a backslash means nothing: the usual regular expression.
        FLAT_WITHOUT_QUOTING(true, false, false);

        private final boolean comments;
        private final boolean nested;
        private final boolean quoting;

        CommentRule(boolean comments, boolean nested, boolean quoting) {
            this.comments = comments;
            this.nested = nested;
            this.quoting = quoting;
        }
    }

    private final String name;

    /// @param name the name, ASCII token characters
    NameSearch(String name) {
        this.name = name.toLowerCase(Locale.ROOT);
    }

    /// Whether any reader finds the name before what it takes for the first `;`, or anywhere in the first
    /// `leastEnd` octets, which every reader sees.
    boolean findsIn(Bytes value, int leastEnd) {
        for (CommentRule rule : CommentRule.values()) {
            String text = withoutComments(value, leastEnd, rule);
            if (holdsName(view(text, true)) || (!isAscii(text) && holdsName(view(text, false)))) {
                return true;
            }
        }
        return false;
    }

    /// The value up to the first `;` outside comments, but at least `leastEnd` octets of it, with a space for
    /// each comment. What is not UTF-8 becomes U+FFFD.
    private static String withoutComments(Bytes value, int leastEnd, CommentRule rule) {
        byte[] out = new byte[value.length()];
        int length = 0;
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            int octet = value.at(i);
            if (octet == ';' && depth == 0 && i >= leastEnd) {
                break;
            }
            if (rule.comments && octet == '(' && (depth == 0 || rule.nested)) {
                depth++;
            } else if (depth == 0) {
                out[length++] = (byte) octet;
            } else if (rule.quoting && octet == '\\') {
                i++;
            } else if (octet == ')' && --depth == 0) {
                out[length++] = ' ';
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// The characters that names are made of, in lower case and compatibility-decomposed, with one space
    /// wherever others stood.
    ///
    /// @param keepOthers whether letters outside ASCII are kept; some readers drop them
    private static String view(String text, boolean keepOthers) {
        StringBuilder view = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (character < 0x80) {
                append(view, character);
            } else if (keepOthers) {
                // One character at a time: a name is never told apart by the order of its accents, and normalising a
                // long run of them at once takes quadratic time.
                Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
                        .codePoints()
                        .forEach(c -> append(view, c));
            } else {
                append(view, ' ');
            }
        }
        return view.toString();
    }

    private static void append(StringBuilder view, int character) {
        int c = Character.toLowerCase(character);
        if (c == IDEOGRAPHIC_FULL_STOP) {
            view.append('.');
        } else if (c < 0x80 ? Ascii.isToken(c) : !isIgnored(c)) {
            view.appendCodePoint(c);
        } else if (!view.isEmpty() && view.charAt(view.length() - 1) != ' ') {
            view.append(' ');
        }
    }

    private static final int IDEOGRAPHIC_FULL_STOP = 0x3002;
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    /// Characters without a shape of their own, which readers drop or take for white space.
    private static boolean isIgnored(int c) {
        return Character.isIdentifierIgnorable(c)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == REPLACEMENT_CHARACTER
                || c == 0x034F // combining grapheme joiner
                || (c >= 0x115F && c <= 0x1160) // Hangul fillers
                || (c >= 0x180B && c <= 0x180F) // Mongolian variation selectors
                || c == 0x3164 // Hangul filler
                || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
                || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private boolean holdsName(String view) {
        boolean wordStart = true;
        for (int i = 0; i < view.length(); i++) {
            if (wordStart && endsWord(view, matchEnd(view, i))) {
                return true;
            }
            char c = view.charAt(i);
            wordStart = c == ' ' || (wordStart && c == '.');
        }
        return false;
    }

    /// Where the name ends that begins at `start`, or -1 if it does not stand there.
    private int matchEnd(String view, int start) {
        int matched = 0;
        for (int i = start; i < view.length(); i++) {
            char c = view.charAt(i);
            if (c == name.charAt(matched)) {
                matched++;
            } else if (c != ' ') {
                return -1;
            }
            if (matched == name.length()) {
                return i + 1;
            }
        }
        return -1;
    }

    /// Whether a word ends at `end`, dots not counted: `mx.example.com.` is the same host.
    private static boolean endsWord(String view, int end) {
        int i = end;
        while (i >= 0 && i < view.length() && view.charAt(i) == '.') {
            i++;
        }
        return i >= 0 && (i == view.length() || view.charAt(i) == ' ');
    }
}
