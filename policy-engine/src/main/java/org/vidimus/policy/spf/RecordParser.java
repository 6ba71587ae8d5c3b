package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Reads the terms of an [SpfRecord], and goes on after a mistake with the next term so that all are found.
///
/// Confined to one call.
final class RecordParser {
    private final Bytes text;
    private final int maxBytes;
    private final List<SpfRecord.Mistake> mistakes = new ArrayList<>();
    private boolean redirect;
    private boolean explanation;

    RecordParser(Bytes text, int maxBytes) {
        this.text = text;
        this.maxBytes = maxBytes;
    }

    /// The mistakes found by [#parse()].
    List<SpfRecord.Mistake> mistakes() {
        return mistakes;
    }

    /// The terms without mistakes.
    List<SpfTerm> parse() {
        List<SpfTerm> terms = new ArrayList<>();
        if (text.length() > maxBytes) {
            mistake(maxBytes, "a record longer than " + maxBytes + " octets");
            return terms;
        }
        if (!SpfRecord.isSpf(text)) {
            mistake(0, "expected v=spf1 and a space");
            return terms;
        }
        int at = "v=spf1".length();
        while (at < text.length()) {
            if (text.at(at) == ' ') { // RFC 7208 §4.6.1: nothing but spaces stands between terms
                at++;
                continue;
            }
            int space = text.indexOf(' ', at);
            int end = space < 0 ? text.length() : space;
            if (isVisible(at, end)) {
                term(at, end).ifPresent(terms::add);
            }
            at = end;
        }
        return terms;
    }

    private boolean isVisible(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Ascii.isPrintable(text.at(i))) {
                mistake(i, "expected visible ASCII or a space");
                return false;
            }
        }
        return true;
    }

    private void mistake(int offset, String why) {
        mistakes.add(new SpfRecord.Mistake(offset, why));
    }

    private <T> Optional<T> mistaken(int offset, String why) {
        mistake(offset, why);
        return Optional.empty();
    }

    private Optional<SpfTerm> term(int start, int end) {
        Optional<Qualifier> qualifier = qualifier(text.at(start));
        int nameStart = qualifier.isPresent() ? start + 1 : start;
        int nameEnd = nameStart;
        while (nameEnd < end && isName(text.at(nameEnd), nameEnd == nameStart)) {
            nameEnd++;
        }
        if (nameEnd == nameStart) {
            return mistaken(nameStart, "expected the name of a mechanism or modifier");
        }
        String name = text.slice(nameStart, nameEnd).latin1().toLowerCase(Locale.ROOT);
        // RFC 7208 §4.6.1: an equals sign right after the name makes it a modifier.
        if (nameEnd < end && text.at(nameEnd) == '=') {
            return qualifier.isPresent()
                    ? mistaken(start, "a modifier has no qualifier")
                    : modifier(name, start, nameEnd, end);
        }
        MechanismParser parser = new MechanismParser(text, nameStart, nameEnd, end);
        return switch (parser.parse(name)) {
            case Parsed.Malformed<SpfMechanism>(int offset, String why) -> mistaken(offset, why);
            case Parsed.Ok<SpfMechanism>(SpfMechanism mechanism) -> {
                String directive = text.slice(start, end).latin1();
                yield Optional.of(new SpfTerm.Directive(qualifier.orElse(Qualifier.PASS), mechanism, directive, start));
            }
        };
    }

    private static Optional<Qualifier> qualifier(int octet) {
        for (Qualifier qualifier : Qualifier.values()) {
            if (qualifier.sign() == octet) {
                return Optional.of(qualifier);
            }
        }
        return Optional.empty();
    }

    /// RFC 7208 §4.6.1: a name is a letter, then letters, digits, hyphens, underscores and dots.
    private static boolean isName(int octet, boolean first) {
        return Ascii.isLetterOrDigit(octet)
                ? !first || !Ascii.isDigit(octet)
                : !first && (octet == '-' || octet == '_' || octet == '.');
    }

    private Optional<SpfTerm> modifier(String name, int start, int nameEnd, int end) {
        boolean known = name.equals("redirect") || name.equals("exp");
        MacroParser.Place place = known ? MacroParser.Place.DOMAIN : MacroParser.Place.MODIFIER;
        return switch (new MacroParser(text, nameEnd + 1, end, place).parse()) {
            case Parsed.Malformed<MacroString>(int offset, String why) -> mistaken(offset, why);
            case Parsed.Ok<MacroString>(MacroString value) -> {
                String term = text.slice(start, end).latin1();
                // RFC 7208 §6: neither of the two may stand there twice; others may, as often as they like.
                if (name.equals("redirect")) {
                    boolean again = redirect;
                    redirect = true;
                    yield again
                            ? mistaken(start, "redirect stands there twice")
                            : Optional.of(new SpfTerm.Redirect(value, term, start));
                }
                if (name.equals("exp")) {
                    boolean again = explanation;
                    explanation = true;
                    yield again
                            ? mistaken(start, "exp stands there twice")
                            : Optional.of(new SpfTerm.Explanation(value, term, start));
                }
                yield Optional.of(new SpfTerm.Unknown(text.slice(start, nameEnd).latin1(), value, term, start));
            }
        };
    }
}
