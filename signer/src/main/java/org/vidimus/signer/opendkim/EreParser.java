package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a POSIX extended regular expression (XBD 9.4) with the extensions and the answers to undefined questions of
/// the GNU C library, which OpenDKIM uses: `\w \s \b` and the like, an empty alternative, `{,3}`, an unmatched `)`
/// that is a letter; a repetition of nothing is an error. Confined to one call of [#parse].
final class EreParser {
    /// No upper limit of a repetition.
    static final int UNLIMITED = -1;

    private static final int MAX_COUNT = 32_767; // RE_DUP_MAX
    private static final int MAX_DEPTH = 250;

    /// The tree of a pattern.
    sealed interface Node {
        record Nothing() implements Node {}

        record One(CharSet set) implements Node {}

        record Check(Ere.Assertion assertion) implements Node {}

        record Sequence(List<Node> parts) implements Node {
            public Sequence {
                parts = List.copyOf(parts);
            }
        }

        record Either(Node first, Node second) implements Node {}

        record Repeat(Node what, int least, int most) implements Node {}
    }

    private final String pattern;
    private final boolean ignoreCase;
    private int at;
    private int depth;
    private boolean beyond;
    private @Nullable String problem;

    EreParser(String pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /// The tree; it means nothing if there is a [#problem].
    Node parse() {
        return alternatives();
    }

    /// What is wrong with the pattern; null if nothing is.
    @Nullable
    String problem() {
        return problem;
    }

    /// Whether the C library would take what we do not.
    boolean isBeyondUs() {
        return beyond;
    }

    private Node alternatives() {
        Node tree = branch();
        while (more() && peek() == '|') {
            at++;
            tree = new Node.Either(tree, branch());
        }
        return tree;
    }

    private Node branch() {
        List<Node> parts = new ArrayList<>();
        while (more() && peek() != '|' && !(peek() == ')' && depth > 0)) {
            parts.add(expression());
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(parts);
    }

    private Node expression() {
        char c = pattern.charAt(at++);
        Node atom = switch (c) {
            case '^' -> new Node.Check(Ere.Assertion.BEGIN);
            case '$' -> new Node.Check(Ere.Assertion.END);
            case '(' -> group();
            case '[' -> new Node.One(bracket());
            case '.' -> new Node.One(CharSet.any());
            case '\\' -> escape();
            case '*', '+', '?', '{' -> fail("a repetition of nothing");
            default -> literal(c);
        };
        // GNU: an anchor cannot be repeated; what follows it stands for itself, and so is a repetition of nothing.
        return atom instanceof Node.Check ? atom : repeated(atom);
    }

    private Node repeated(Node atom) {
        Node result = atom;
        while (more()) {
            switch (peek()) {
                case '*' -> result = new Node.Repeat(result, 0, UNLIMITED);
                case '+' -> result = new Node.Repeat(result, 1, UNLIMITED);
                case '?' -> result = new Node.Repeat(result, 0, 1);
                case '{' -> {
                    at++;
                    result = counted(result);
                    continue;
                }
                default -> {
                    return result;
                }
            }
            at++;
        }
        return result;
    }

    private Node counted(Node what) {
        int least = number();
        int most = least;
        if (more() && peek() == ',') {
            at++;
            most = number();
            least = Math.max(least, 0);
        } else if (least < 0) {
            return fail("no number between the braces");
        }
        if (!more() || pattern.charAt(at) != '}') {
            return fail("a brace that is not closed");
        }
        at++;
        if (most != UNLIMITED && most < least || Math.max(least, most) > MAX_COUNT) {
            return fail("not a number of repetitions");
        }
        return new Node.Repeat(what, least, most);
    }

    /// The number at this place; -1 if there is none.
    private int number() {
        int value = -1;
        while (more() && CharSet.isDigit(peek())) {
            value = Math.min(Math.max(value, 0) * 10 + (peek() - '0'), MAX_COUNT + 1);
            at++;
        }
        return value;
    }

    private Node group() {
        if (++depth > MAX_DEPTH) {
            beyond = true;
            return fail("parentheses nested deeper than " + MAX_DEPTH);
        }
        Node inside = alternatives();
        if (!more()) {
            return fail("a parenthesis that is not closed");
        }
        at++;
        depth--;
        return inside;
    }

    private Node escape() {
        if (!more()) {
            return fail("a backslash at the end");
        }
        char c = pattern.charAt(at++);
        if (c >= '1' && c <= '9') {
            beyond = true;
            return fail("a back-reference");
        }
        return switch (c) {
            case 'w' -> new Node.One(CharSet.of(CharSet::isWord));
            case 'W' -> new Node.One(CharSet.of(CharSet::isWord).inverted());
            case 's' -> new Node.One(CharSet.of(CharSet::isSpace));
            case 'S' -> new Node.One(CharSet.of(CharSet::isSpace).inverted());
            case 'b' -> new Node.Check(Ere.Assertion.WORD_BOUNDARY);
            case 'B' -> new Node.Check(Ere.Assertion.NOT_WORD_BOUNDARY);
            case '<' -> new Node.Check(Ere.Assertion.WORD_BEGIN);
            case '>' -> new Node.Check(Ere.Assertion.WORD_END);
            case '`' -> new Node.Check(Ere.Assertion.BEGIN);
            case '\'' -> new Node.Check(Ere.Assertion.END);
            default -> literal(c);
        };
    }

    private Node literal(int octet) {
        return new Node.One(CharSet.of(ignoreCase ? Ere.upper(octet) : octet));
    }

    private CharSet bracket() {
        BracketReader reader = new BracketReader(pattern, at, ignoreCase);
        CharSet set = reader.read();
        at = reader.end();
        if (reader.problem() != null) {
            fail(reader.problem());
        }
        return set;
    }

    /// Notes the first problem and stops the parsing.
    private Node fail(String why) {
        if (problem == null) {
            problem = why;
        }
        at = pattern.length();
        return new Node.Nothing();
    }

    private boolean more() {
        return at < pattern.length();
    }

    private char peek() {
        return pattern.charAt(at);
    }
}
