package org.vidimus.policy.spf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// A text with macros in it, checked and taken apart once (§7.1): the domain of a term, the value of an unknown
/// modifier, or an explanation.
///
/// Immutable.
///
/// @param parts what the text is made of, in order
public record MacroString(List<Part> parts) {
    private static final int MAX_EXPLANATION = 1_000;
    private static final String CUT = "...";

    /// A piece of the text.
    public sealed interface Part {
        /// Text that stands for itself.
        ///
        /// @param text visible ASCII; with spaces where `%_` stood, and in explanations
        record Literal(String text) implements Part {}

        /// A macro.
        ///
        /// @param letter what it stands for
        /// @param rightmost how many of its pieces count, from the right; [Integer#MAX_VALUE] for all
        /// @param reversed whether the pieces are reversed first
        /// @param delimiters the characters between pieces, `.` where none were given
        /// @param escaped whether the result is escaped for URLs
        record Expand(MacroLetter letter, int rightmost, boolean reversed, String delimiters, boolean escaped)
                implements Part {}
    }

    /// What macros stand for in one evaluation.
    interface Values {
        /// The value of `letter`, of bounded length.
        String of(MacroLetter letter);
    }

    /// Copies the list.
    public MacroString {
        parts = List.copyOf(parts);
    }

    /// Reads the text of an explanation: macros, visible ASCII and spaces (§6.2).
    public static Parsed<MacroString> parseExplanation(Bytes text) {
        return new MacroParser(text, 0, text.length(), MacroParser.Place.EXPLANATION).parse();
    }

    /// Whether it depends on `letter`.
    public boolean uses(MacroLetter letter) {
        for (Part part : parts) {
            if (part instanceof Part.Expand expand && expand.letter() == letter) {
                return true;
            }
        }
        return false;
    }

    /// The domain name that this becomes; empty where it becomes none.
    ///
    /// The work is bounded: the parts are expanded from the right, and only until a name is full.
    Optional<DomainName> expandDomain(Values values) {
        StringBuilder reversed = new StringBuilder();
        int enough = DomainName.MAX_LENGTH + 2; // with the character before the longest name, and a final dot
        for (int i = parts.size() - 1; i >= 0 && reversed.length() < enough; i--) {
            String text = expand(parts.get(i), values);
            for (int c = text.length() - 1; c >= 0 && reversed.length() < enough; c--) {
                reversed.append(text.charAt(c));
            }
        }
        String name = reversed.reverse().toString();
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1); // §7.3: the name is absolute with it and without
        }
        // RFC 7208 §7.3: labels are dropped from the left until what is left is no longer than 253 characters.
        if (name.length() > DomainName.MAX_LENGTH) {
            name = name.substring(name.indexOf('.', name.length() - DomainName.MAX_LENGTH - 1) + 1);
        }
        // Interpretation: §4.8 leaves open what a name becomes that the DNS cannot hold: nothing that matches.
        return name.isEmpty() ? Optional.empty() : DomainName.ofLabels(List.of(name.split("\\.", -1)));
    }

    /// The text of an explanation: printable ASCII, and not longer than a reply may sensibly be.
    String expandExplanation(Values values) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            expand(part, values)
                    .chars()
                    .map(c -> Ascii.isPrintable(c) ? c : '?')
                    .forEach(c -> text.append((char) c));
            if (text.length() > MAX_EXPLANATION) {
                text.setLength(MAX_EXPLANATION - CUT.length());
                return text + CUT;
            }
        }
        return text.toString();
    }

    private static String expand(Part part, Values values) {
        return switch (part) {
            case Part.Literal(String text) -> text;
            case Part.Expand expand -> transform(values.of(expand.letter()), expand);
        };
    }

    /// RFC 7208 §7.3: split, reverse, keep the rightmost pieces, join with dots, escape; in that order. Only
    /// the pieces that are kept are looked at: they stand at the end of the value, or, reversed, at its
    /// beginning.
    private static String transform(String value, Part.Expand macro) {
        if (macro.rightmost() == Integer.MAX_VALUE
                && !macro.reversed()
                && macro.delimiters().equals(".")) {
            return macro.escaped() ? escape(value) : value;
        }
        Deque<String> pieces = new ArrayDeque<>();
        int from = 0;
        int to = value.length();
        boolean more = true;
        while (more && pieces.size() < macro.rightmost()) {
            if (macro.reversed()) {
                int end = from;
                while (end < to && macro.delimiters().indexOf(value.charAt(end)) < 0) {
                    end++;
                }
                pieces.addFirst(value.substring(from, end));
                more = end < to;
                from = end + 1;
            } else {
                int start = to;
                while (start > 0 && macro.delimiters().indexOf(value.charAt(start - 1)) < 0) {
                    start--;
                }
                pieces.addFirst(value.substring(start, to));
                more = start > 0;
                to = start - 1;
            }
        }
        String joined = String.join(".", pieces);
        return macro.escaped() ? escape(joined) : joined;
    }

    /// RFC 7208 §7.3: for a letter in upper case, whatever RFC 3986 §2.3 does not call unreserved.
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Ascii.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append("0123456789ABCDEF".charAt(c >> 4 & 15));
                escaped.append("0123456789ABCDEF".charAt(c & 15));
            }
        }
        return escaped.toString();
    }
}
