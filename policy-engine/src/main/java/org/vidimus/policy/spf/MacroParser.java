package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Reads a [MacroString] in one pass; every octet is looked at a bounded number of times.
///
/// Confined to one call.
final class MacroParser {
    private static final String DELIMITERS = ".-+,/_=";
    private static final int SATURATED = 1_000_000; // far more pieces than a value can have

    /// Where the text stands.
    enum Place {
        /// A domain: must end in a macro or a top label (§7.1, domain-spec).
        DOMAIN,
        /// The value of an unknown modifier.
        MODIFIER,
        /// The text of an explanation: spaces, and three letters more.
        EXPLANATION
    }

    private final Bytes text;
    private final int start;
    private final int end;
    private final Place place;
    private final List<MacroString.Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    /// @param start the first octet of `text` that belongs to it
    /// @param end the octet after the last
    MacroParser(Bytes text, int start, int end, Place place) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.place = place;
        this.at = start;
    }

    Parsed<MacroString> parse() {
        if (place == Place.DOMAIN && start == end) {
            return malformed(start, "expected a domain");
        }
        boolean macroLast = false;
        int literalStart = start;
        while (at < end) {
            int octet = text.at(at);
            if (octet == '%') {
                Optional<Parsed.Malformed<MacroString>> wrong = macro();
                if (wrong.isPresent()) {
                    return wrong.get();
                }
                macroLast = true;
                literalStart = at;
            } else if (Ascii.isPrintable(octet) && (octet != ' ' || place == Place.EXPLANATION)) {
                literal.append((char) octet);
                macroLast = false;
                at++;
            } else {
                return malformed(at, "expected visible ASCII");
            }
        }
        flush();
        if (place == Place.DOMAIN && !macroLast) {
            Optional<Parsed.Malformed<MacroString>> wrong = topLabel(literalStart);
            if (wrong.isPresent()) {
                return wrong.get();
            }
        }
        return new Parsed.Ok<>(new MacroString(parts));
    }

    private void flush() {
        if (!literal.isEmpty()) {
            parts.add(new MacroString.Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    /// Reads what a percent sign begins.
    private Optional<Parsed.Malformed<MacroString>> macro() {
        switch (at + 1 < end ? text.at(at + 1) : -1) {
            case '%' -> literal.append('%');
            case '_' -> literal.append(' ');
            case '-' -> literal.append("%20");
            case '{' -> {
                return braces();
            }
            // RFC 7208 §7.1: a percent sign that begins none of these is a syntax error.
            default -> {
                return wrong(at, "expected %{, %%, %_ or %- at a percent sign");
            }
        }
        at += 2;
        return Optional.empty();
    }

    private Optional<Parsed.Malformed<MacroString>> braces() {
        int open = at;
        at += 2;
        Optional<MacroLetter> letter = at < end ? MacroLetter.of(text.at(at)) : Optional.empty();
        if (letter.isEmpty()) {
            return wrong(at, "expected one of the macro letters s l o d i p v h c r t");
        }
        // RFC 7208 §7.2: c, r and t are for explanations.
        if (letter.get().isForExplanationsOnly() && place != Place.EXPLANATION) {
            return wrong(at, "a macro letter that only explanations may use");
        }
        boolean escaped = text.at(at) < 'a';
        at++;
        int digits = at;
        int rightmost = 0;
        while (at < end && Ascii.isDigit(text.at(at))) {
            rightmost = Math.min(SATURATED, rightmost * 10 + text.at(at) - '0');
            at++;
        }
        // RFC 7208 §7.3: the number, where there is one, is not zero.
        if (at > digits && rightmost == 0) {
            return wrong(digits, "expected a number other than 0");
        }
        boolean reversed = at < end && Ascii.lower(text.at(at)) == 'r';
        at += reversed ? 1 : 0;
        StringBuilder delimiters = new StringBuilder();
        while (at < end && DELIMITERS.indexOf(text.at(at)) >= 0) {
            if (delimiters.indexOf(Character.toString(text.at(at))) < 0) {
                delimiters.append((char) text.at(at));
            }
            at++;
        }
        if (at == end) {
            return wrong(open, "a macro without its closing brace");
        }
        if (text.at(at) != '}') {
            return wrong(at, "expected a delimiter or the closing brace of a macro");
        }
        at++;
        flush();
        parts.add(new MacroString.Part.Expand(
                letter.get(),
                rightmost == 0 ? Integer.MAX_VALUE : rightmost,
                reversed,
                delimiters.isEmpty() ? "." : delimiters.toString(),
                escaped));
        return Optional.empty();
    }

    /// RFC 7208 §7.1: a domain ends in a macro, or in a dot and a top label: letters, digits and hyphens, not
    /// only digits, no hyphen at either end. One final dot may follow.
    private Optional<Parsed.Malformed<MacroString>> topLabel(int literalStart) {
        int last = text.at(end - 1) == '.' ? end - 1 : end;
        int label = last;
        boolean number = true;
        while (label > literalStart && text.at(label - 1) != '.') {
            label--;
            int octet = text.at(label);
            if (!Ascii.isLetterOrDigit(octet) && octet != '-') {
                return wrong(label, "expected a top-level domain at the end: letters, digits and hyphens");
            }
            number &= Ascii.isDigit(octet);
        }
        if (label == literalStart) {
            return wrong(literalStart, "expected a domain of at least two labels, or a macro at its end");
        }
        if (label == last) {
            return wrong(label, "empty top-level domain");
        }
        if (text.at(label) == '-' || text.at(last - 1) == '-') {
            return wrong(label, "a top-level domain neither begins nor ends with a hyphen");
        }
        return number ? wrong(label, "a top-level domain is not a number") : Optional.empty();
    }

    private static Parsed.Malformed<MacroString> malformed(int offset, String why) {
        return new Parsed.Malformed<>(offset, why);
    }

    private static Optional<Parsed.Malformed<MacroString>> wrong(int offset, String why) {
        return Optional.of(malformed(offset, why));
    }
}
