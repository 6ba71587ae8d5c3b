package org.vidimus.policy.sieve.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.jsieve.parser.generated.SieveParserConstants;
import org.apache.jsieve.parser.generated.Token;
import org.jspecify.annotations.Nullable;

/// A script as jSieve can read it: its comments left out, and each string and each number replaced by its
/// number in a list of ours. What is left are names, tags and punctuation, for which its lexer is sound.
///
/// So none of its faults is met: numbers that overflow an int, `text:` in upper case or with LF, escapes that
/// it refuses or drops, Unicode escapes of Java in a script, tags that depend on their case, columns that count
/// a tab as eight.
final class PlainScript {
    private final Source source;
    private Source plain;
    private final int[] origins;
    private final List<Literal> strings;
    private final List<Long> numbers;
    private final List<Problem> problems;

    private PlainScript(Source source, Lexer lexer) {
        this.source = source;
        this.plain = new Source("", lexer.out.toString());
        this.origins = lexer.origins;
        this.strings = lexer.strings;
        this.numbers = lexer.numbers;
        this.problems = List.copyOf(lexer.problems);
    }

    /// @throws MalformedScript if a string or a comment does not end, or brackets nest too deeply
    static PlainScript of(Source source, int nesting) throws MalformedScript {
        Lexer lexer = new Lexer(source, nesting);
        lexer.run();
        return new PlainScript(source, lexer);
    }

    String text() {
        return plain.text();
    }

    /// What was wrong on the way, and does not keep the rest from being read.
    List<Problem> problems() {
        return problems;
    }

    /// Makes nothing of the command in which the grammar was broken.
    ///
    /// @param wrong the token that does not fit
    /// @return whether there is something left to read
    boolean drop(Token wrong) {
        if (wrong.kind == SieveParserConstants.EOF) {
            return false;
        }
        int at = plain.offsetOf(wrong.beginLine, wrong.beginColumn);
        plain = new Source("", Repair.without(plain.text(), at));
        return true;
    }

    Literal string(Token token) {
        return strings.get(Integer.parseInt(token.image.substring(1, token.image.length() - 1)));
    }

    long number(Token token) {
        return numbers.get(Integer.parseInt(token.image));
    }

    Position positionOf(@Nullable Token token) {
        if (token == null) {
            return source.positionAt(0);
        }
        if (token.kind == SieveParserConstants.EOF) {
            return source.positionAt(source.text().length());
        }
        return source.positionAt(origins[plain.offsetOf(token.beginLine, token.beginColumn)]);
    }

    /// A token for a message to the author.
    String shown(@Nullable Token token) {
        if (token == null || token.kind == SieveParserConstants.EOF) {
            return "end of the script";
        }
        return switch (token.kind) {
            case SieveParserConstants.QUOTED_STRING -> "string";
            case SieveParserConstants.NUMBER -> "number";
            default -> "'" + token.image + "'" + hint(token);
        };
    }

    private String hint(Token token) {
        int at = plain.offsetOf(token.beginLine, token.beginColumn);
        boolean unfinished = token.image.equals("}") && !Repair.standsAlone(plain.text(), at);
        return unfinished ? ": is there a semicolon missing before it?" : "";
    }

    /// Confined to one call.
    private static final class Lexer {
        private final Source source;
        private final String text;
        private final int nesting;
        private final StringBuilder out = new StringBuilder();
        private int[] origins = new int[64];
        private final List<Literal> strings = new ArrayList<>();
        private final List<Long> numbers = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final StringReaderAt reader;
        private int at;
        private int depth;
        private int names;

        Lexer(Source source, int nesting) {
            this.source = source;
            this.text = source.text();
            this.nesting = nesting;
            this.reader = new StringReaderAt(source);
        }

        void run() throws MalformedScript {
            while (at < text.length()) {
                token();
            }
        }

        private void token() throws MalformedScript {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                put(c == '\n' ? "\n" : " ", at++);
            } else if (c == '#') {
                at = reader.endOfLine(at);
            } else if (text.startsWith("/*", at)) {
                comment();
            } else if (c == '"') {
                string(reader.quoted(at));
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (c == ':' || isNameStart(c)) {
                name();
            } else if ("{}()[],;".indexOf(c) >= 0) {
                punctuation(c);
            } else {
                problems.add(Problem.error(source.positionAt(at), "unexpected character " + shown(c)));
                // Two numbers on either side of it must not become one.
                put(" ", at);
                at += (int) text.chars().skip(at).takeWhile(next -> next == c).count();
            }
        }

        private void comment() throws MalformedScript {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw malformed(at, "this comment does not end");
            }
            put(" ", at);
            at = end + 2;
        }

        private void string(StringReaderAt.Read read) {
            put("\"" + strings.size() + "\"", at);
            strings.add(new Literal(read.value(), source.positionAt(at)));
            at = read.end();
        }

        /// §2.4.1: K, M and G are powers of 1024.
        private void number() throws MalformedScript {
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            String digits = text.substring(start, at);
            int shift = 0;
            if (at < text.length()) {
                shift = 10 * (1 + "kmg".indexOf(Character.toLowerCase(text.charAt(at))));
                at += shift > 0 ? 1 : 0;
            }
            if (at < text.length() && isName(text.charAt(at))) {
                throw malformed(start, "neither a number nor a name");
            }
            put(Integer.toString(numbers.size()), start);
            numbers.add(scaled(digits, shift, start));
        }

        private long scaled(String digits, int shift, int start) {
            try {
                return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
            } catch (NumberFormatException | ArithmeticException _) {
                problems.add(
                        Problem.error(source.positionAt(start), "number too large: the largest is " + Long.MAX_VALUE));
                return 0;
            }
        }

        private void name() throws MalformedScript {
            int start = at++;
            while (at < text.length() && isName(text.charAt(at))) {
                at++;
            }
            String name = text.substring(start, at).toLowerCase(Locale.ROOT);
            if (name.equals(":")) {
                throw malformed(start, "a tag needs a name");
            }
            if (name.equals("text") && at < text.length() && text.charAt(at) == ':') {
                StringReaderAt.Read read = reader.multiLine(start, at + 1);
                at = start;
                string(read);
                return;
            }
            // "not not not ..." nests as brackets do, and jSieve descends into both with the stack.
            if (!name.startsWith(":") && ++names > nesting) {
                throw malformed(start, "tests nest deeper than " + nesting);
            }
            put(name, start);
        }

        private void punctuation(char c) throws MalformedScript {
            names = c == '[' || c == ']' ? names : 0;
            if (c == '{' || c == '(') {
                depth++;
            } else if (c == '}' || c == ')') {
                depth--;
            }
            if (depth > nesting) {
                throw malformed(at, "blocks and tests nest deeper than " + nesting);
            }
            put(String.valueOf(c), at++);
        }

        /// Adds `piece`, which stands for what begins at `origin`.
        private void put(String piece, int origin) {
            int length = out.length() + piece.length();
            if (length > origins.length) {
                origins = Arrays.copyOf(origins, Math.max(length, origins.length * 2));
            }
            Arrays.fill(origins, out.length(), length, origin);
            out.append(piece);
        }

        private MalformedScript malformed(int offset, String why) {
            return new MalformedScript(source.positionAt(offset), why);
        }

        private static boolean isNameStart(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        }

        private static boolean isName(char c) {
            return isNameStart(c) || (c >= '0' && c <= '9');
        }

        private static String shown(char c) {
            return c > ' ' && c < 0x7F ? "'" + c + "'" : String.format("U+%04X", (int) c);
        }
    }
}
