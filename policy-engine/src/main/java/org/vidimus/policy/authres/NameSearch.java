package org.vidimus.policy.authres;

import java.util.EnumSet;
import java.util.Set;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Finds a name in a field value, however it is cut up: as sloppy readers would find it.
///
/// A reader is modelled as one [CommentRule] and one [Skeleton]. Its view of the value is made by dropping
/// the comments it sees and then everything that no name is made of; wherever something was dropped the view
/// has a single space. The name is found where it stands in the view as a whole word, spaces inside it not
/// counted: so `m(x)x . "example".com` holds `mx.example.com`, and `notmx.example.com` and
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

    private final Bytes name;
    private final boolean international;

    /// @param name the name, ASCII token characters
    /// @param international whether it holds A-labels, which readers may show as U-labels
    NameSearch(String name, boolean international) {
        this.name = Bytes.utf8(name).toLowerCaseAscii();
        this.international = international;
    }

    /// Whether any reader finds the name before what it takes for the first `;`, or anywhere in the first
    /// `headEnd` octets, which every reader sees.
    boolean findsIn(Bytes value, int headEnd) {
        if (Skeleton.isAscii(value)) {
            return findsIn(new Skeleton(value, headEnd));
        }
        return findsIn(Skeleton.decomposed(value, headEnd))
                || findsIn(Skeleton.stripped(value, headEnd))
                || (international && findsIn(Skeleton.withALabels(value, headEnd)));
    }

    private boolean findsIn(Skeleton value) {
        // Without a parenthesis before the first semicolon, all readers see the same.
        int open = value.octets().indexOf('(', 0);
        int end = value.octets().indexOf(';', value.headEnd());
        boolean plain = open < 0 || (end >= 0 && end < open);
        Set<CommentRule> rules = plain ? EnumSet.of(CommentRule.NONE) : EnumSet.allOf(CommentRule.class);
        return rules.stream().anyMatch(rule -> holdsName(view(value, rule)));
    }

    /// What a reader with this rule sees up to the first `;` outside comments, but at least of the head.
    private static Bytes view(Skeleton value, CommentRule rule) {
        Bytes octets = value.octets();
        byte[] view = new byte[octets.length()];
        int length = 0;
        int depth = 0;
        for (int i = 0; i < octets.length(); i++) {
            int octet = octets.at(i);
            if (octet == ';' && depth == 0 && i >= value.headEnd()) {
                break;
            }
            if (rule.comments && octet == '(' && (depth == 0 || rule.nested)) {
                depth++;
            } else if (depth > 0) {
                if (octet == ')') {
                    depth--;
                } else if (rule.quoting && octet == '\\') {
                    i++;
                }
            } else if (octet == Skeleton.OTHER || Ascii.isToken(octet)) {
                view[length++] = (byte) Ascii.lower(octet);
                continue;
            }
            if (length > 0 && view[length - 1] != ' ') {
                view[length++] = ' ';
            }
        }
        return Bytes.copyOf(view, 0, length);
    }

    private boolean holdsName(Bytes view) {
        boolean wordStart = true;
        for (int i = 0; i < view.length(); i++) {
            if (wordStart && endsWord(view, matchEnd(view, i))) {
                return true;
            }
            int c = view.at(i);
            wordStart = c == ' ' || (wordStart && c == '.');
        }
        return false;
    }

    /// Where the name ends that begins at `start`, or -1 if it does not stand there.
    private int matchEnd(Bytes view, int start) {
        int matched = 0;
        for (int i = start; i < view.length(); i++) {
            int c = view.at(i);
            if (c == name.at(matched)) {
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
    private static boolean endsWord(Bytes view, int end) {
        int i = end;
        while (i >= 0 && i < view.length() && view.at(i) == '.') {
            i++;
        }
        return i >= 0 && (i == view.length() || view.at(i) == ' ');
    }
}
