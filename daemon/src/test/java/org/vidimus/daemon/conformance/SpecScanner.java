package org.vidimus.daemon.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds the `@Spec` annotations of a Java source. It knows as much of the language as that takes: comments,
/// literals, and where a declaration's name stands. Confined to one call.
final class SpecScanner {
    private static final Set<String> TYPES = Set.of("class", "record", "interface", "enum");

    private final String source;
    private int position;
    private final List<Token> tokens = new ArrayList<>();

    /// A citation and the test that carries it.
    ///
    /// @param rule what is cited, as written
    /// @param test the name of the method; empty where the annotation is on the class
    record Pin(String rule, String test) {}

    private record Token(boolean literal, String text) {
        boolean is(String symbol) {
            return !literal && text.equals(symbol);
        }
    }

    private SpecScanner(String source) {
        this.source = source;
    }

    /// The citations of a source in the order in which they stand there.
    ///
    /// @throws IllegalArgumentException if an annotation has anything but literals in it
    static List<Pin> scan(String source) {
        SpecScanner scanner = new SpecScanner(source);
        scanner.tokenize();
        List<Pin> pins = new ArrayList<>();
        for (int i = 0; i + 2 < scanner.tokens.size(); i++) {
            if (scanner.tokens.get(i).is("@")
                    && scanner.tokens.get(i + 1).is("Spec")
                    && scanner.tokens.get(i + 2).is("(")) {
                int end = scanner.afterParentheses(i + 2);
                String test = scanner.declared(end);
                for (Token token : scanner.tokens.subList(i + 3, end - 1)) {
                    if (token.literal) {
                        pins.add(new Pin(token.text, test));
                    } else if (!Set.of("{", "}", ",").contains(token.text)) {
                        throw new IllegalArgumentException("@Spec takes literals, not " + token.text);
                    }
                }
            }
        }
        return pins;
    }

    /// The index after the parenthesis that closes the one at `open`.
    private int afterParentheses(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("an open parenthesis");
    }

    /// The name of the method whose declaration begins at `from`; empty for a type.
    private String declared(int from) {
        int i = from;
        while (i < tokens.size()) {
            if (tokens.get(i).is("@")) {
                i += 2;
                while (tokens.get(i).is(".")) {
                    i += 2;
                }
                i = tokens.get(i).is("(") ? afterParentheses(i) : i;
            } else if (TYPES.contains(tokens.get(i).text)) {
                return "";
            } else if (tokens.get(i + 1).is("(")) {
                return tokens.get(i).text;
            } else {
                i++;
            }
        }
        throw new IllegalArgumentException("@Spec on nothing");
    }

    private void tokenize() {
        while (position < source.length()) {
            char c = source.charAt(position);
            if (source.startsWith("//", position)) {
                skipTo("\n", 0);
            } else if (source.startsWith("/*", position)) {
                skipTo("*/", 2);
            } else if (source.startsWith("\"\"\"", position)) {
                literal("\"\"\"");
            } else if (c == '"' || c == '\'') {
                literal(String.valueOf(c));
            } else if (Character.isJavaIdentifierStart(c)) {
                int start = position;
                while (position < source.length() && Character.isJavaIdentifierPart(source.charAt(position))) {
                    position++;
                }
                tokens.add(new Token(false, source.substring(start, position)));
            } else {
                if (!Character.isWhitespace(c)) {
                    tokens.add(new Token(false, String.valueOf(c)));
                }
                position++;
            }
        }
    }

    private void skipTo(String end, int more) {
        int found = source.indexOf(end, position + more);
        position = found < 0 ? source.length() : found + more;
    }

    /// Takes a literal. Escapes are kept as written: citations have none.
    private void literal(String quote) {
        int start = position + quote.length();
        position = start;
        while (position < source.length() && !source.startsWith(quote, position)) {
            position += source.charAt(position) == '\\' ? 2 : 1;
        }
        String text = source.substring(start, Math.min(position, source.length()));
        tokens.add(new Token(!quote.equals("'"), text));
        position += quote.length();
    }
}
