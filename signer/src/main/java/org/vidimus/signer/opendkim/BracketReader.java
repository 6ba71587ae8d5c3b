package org.vidimus.signer.opendkim;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Reads a bracket expression such as `[^a-z[:digit:]_]` in the C locale (XBD 9.3.5). A backslash is a letter in it.
/// Confined to one call of [#read].
final class BracketReader {
    private final String pattern;
    private final boolean ignoreCase;
    private int at;
    private @Nullable String problem;

    /// @param at the octet after the opening bracket
    BracketReader(String pattern, int at, boolean ignoreCase) {
        this.pattern = pattern;
        this.at = at;
        this.ignoreCase = ignoreCase;
    }

    /// The octet after the closing bracket.
    int end() {
        return at;
    }

    @Nullable
    String problem() {
        return problem;
    }

    CharSet read() {
        CharSet set = new CharSet();
        boolean inverted = at < pattern.length() && pattern.charAt(at) == '^';
        if (inverted) {
            at++;
        }
        for (boolean first = true; problem == null; first = false) {
            if (at >= pattern.length()) {
                fail("a bracket that is not closed");
            } else if (pattern.charAt(at) == ']' && !first) {
                at++;
                return inverted ? set.inverted() : set;
            } else if (pattern.startsWith("[:", at)) {
                characterClass(set);
                noRange();
            } else if (pattern.startsWith("[=", at)) {
                element().ifPresent(set::add);
                noRange();
            } else {
                range(set);
            }
        }
        return set;
    }

    private void range(CharSet set) {
        OptionalInt from = element();
        if (from.isEmpty()) {
            return;
        }
        int low = from.getAsInt();
        if (!pattern.startsWith("-", at) || pattern.startsWith("-]", at)) {
            set.add(low);
            return;
        }
        at++;
        if (pattern.startsWith("[:", at) || pattern.startsWith("[=", at)) {
            fail("a range that ends in a class");
            return;
        }
        element().ifPresent(high -> {
            if (high < low) {
                fail("a range whose end is before its beginning");
            } else {
                set.add(low, high);
            }
        });
    }

    /// After a class: a range cannot begin with it.
    private void noRange() {
        if (pattern.startsWith("-", at) && !pattern.startsWith("-]", at)) {
            fail("a range that begins with a class");
        }
    }

    /// One octet, also as `[.x.]` or `[=x=]`.
    private OptionalInt element() {
        if (at >= pattern.length()) {
            fail("a bracket that is not closed");
            return OptionalInt.empty();
        }
        boolean named = pattern.startsWith("[.", at) || pattern.startsWith("[=", at);
        if (!named) {
            return OptionalInt.of(folded(pattern.charAt(at++)));
        }
        String close = pattern.charAt(at + 1) + "]";
        if (at + 3 >= pattern.length() || !pattern.startsWith(close, at + 3)) {
            fail("an element that is not one character");
            return OptionalInt.empty();
        }
        int octet = pattern.charAt(at + 2);
        at += 5;
        return OptionalInt.of(folded(octet));
    }

    private void characterClass(CharSet set) {
        int close = pattern.indexOf(":]", at + 2);
        String name = close < 0 ? "" : pattern.substring(at + 2, close);
        at = close < 0 ? at : close + 2;
        switch (ignoreCase && (name.equals("upper") || name.equals("lower")) ? "alpha" : name) {
            case "alpha" -> set.add(CharSet::isAlpha);
            case "upper" -> set.add(CharSet::isUpper);
            case "lower" -> set.add(octet -> octet >= 'a' && octet <= 'z');
            case "digit" -> set.add(CharSet::isDigit);
            case "alnum" -> set.add(CharSet::isAlnum);
            case "space" -> set.add(CharSet::isSpace);
            case "blank" -> set.add(octet -> octet == ' ' || octet == '\t');
            case "cntrl" -> set.add(octet -> octet > 0 && octet < ' ' || octet == 0x7F);
            case "print" -> set.add(octet -> octet >= ' ' && octet < 0x7F);
            case "graph" -> set.add(octet -> octet > ' ' && octet < 0x7F);
            case "punct" -> set.add(octet -> octet > ' ' && octet < 0x7F && !CharSet.isAlnum(octet));
            case "xdigit" ->
                set.add(octet ->
                        CharSet.isDigit(octet) || octet >= 'a' && octet <= 'f' || octet >= 'A' && octet <= 'F');
            default -> fail("a class of characters that there is not");
        }
    }

    private int folded(int octet) {
        return ignoreCase ? Ere.upper(octet) : octet;
    }

    private void fail(String why) {
        if (problem == null) {
            problem = why;
        }
        at = pattern.length();
    }
}
