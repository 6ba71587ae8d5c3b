package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList.Tag;
import org.vidimus.policy.dns.DomainName;

/// The kinds of values that tags have, each with a strict reader. Offsets of complaints count from the
/// beginning of the
/// tag list.
public final class TagValues {
    private static final int MAX_DIGITS = 76; // §3.5, l=
    private static final int LONG_DIGITS = 18; // what surely fits into a long

    private TagValues() {}

    /// Base64 with folding white space anywhere in it, and not an octet else ([§2.10,
    /// §6.1.1](https://www.rfc-editor.org/rfc/rfc6376#section-6.1.1)). Not empty. The padding may be missing.
    public static Parsed<Bytes> base64(Tag tag) {
        Bytes encoded = WhiteSpace.removed(tag.value());
        if (encoded.isEmpty()) {
            return malformed(tag, "no value");
        }
        try {
            // Not the JDK's MIME decoder: that one skips whatever it does not know.
            return new Parsed.Ok<>(Bytes.of(Base64.getDecoder().decode(encoded.toArray())));
        } catch (IllegalArgumentException _) {
            return malformed(tag, "not base64");
        }
    }

    /// A decimal number of at most 76 digits. What does not fit is [Long#MAX_VALUE]: it is more than any count
    /// of octets, and as a time it stands for never (§3.5).
    public static Parsed<Long> number(Tag tag) {
        Bytes digits = tag.value();
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return malformed(tag, "not a number of 1 to " + MAX_DIGITS + " digits");
        }
        int significant = digits.length();
        for (int i = 0; i < digits.length(); i++) {
            if (!Ascii.isDigit(digits.at(i))) {
                return new Parsed.Malformed<>(tag.valueOffset() + i, "not a digit");
            }
            if (digits.at(i) == '0' && significant == digits.length() - i) {
                significant--;
            }
        }
        return new Parsed.Ok<>(
                significant > LONG_DIGITS
                        ? Long.MAX_VALUE
                        : Long.parseLong("0"
                                + digits.slice(digits.length() - significant).latin1()));
    }

    /// Words with colons between them and white space around those, such as the names of h=. None may be empty.
    ///
    /// @param max the most words that are read
    public static Parsed<List<Bytes>> list(Tag tag, int max) {
        List<Bytes> items = new ArrayList<>();
        Bytes text = tag.value();
        int position = 0;
        while (true) {
            int start = WhiteSpace.skip(text, position);
            int end = start;
            while (end < text.length() && text.at(end) != ':' && WhiteSpace.skip(text, end) == end) {
                end++;
            }
            if (end == start) {
                return new Parsed.Malformed<>(tag.valueOffset() + start, "expected a name");
            }
            if (items.size() == max) {
                return new Parsed.Malformed<>(tag.valueOffset() + start, "more than " + max + " names");
            }
            items.add(text.slice(start, end));
            position = WhiteSpace.skip(text, end);
            if (position == text.length()) {
                return new Parsed.Ok<>(items);
            }
            if (text.at(position) != ':') {
                return new Parsed.Malformed<>(tag.valueOffset() + position, "expected a colon");
            }
            position++;
        }
    }

    /// A domain name of at least two labels, as §3.5 has it for d=.
    public static Parsed<DomainName> domain(Tag tag) {
        return domain(tag.value(), tag.valueOffset(), 2);
    }

    /// A selector: one label or more (§3.1).
    public static Parsed<DomainName> selector(Tag tag) {
        return domain(tag.value(), tag.valueOffset(), 1);
    }

    static Parsed<DomainName> domain(Bytes text, int offset, int leastLabels) {
        return switch (DomainName.parse(text)) {
            case Parsed.Malformed<DomainName>(int at, String why) -> new Parsed.Malformed<>(offset + at, why);
            case Parsed.Ok<DomainName>(DomainName name)
            when name.labelCount() < leastLabels ->
                new Parsed.Malformed<>(offset, "not a domain name of at least two labels");
            case Parsed.Ok<DomainName> good -> good;
        };
    }

    /// The octets of DKIM-Quoted-Printable (§2.11): white space dropped, `=XX` decoded.
    static Parsed<Bytes> quotedPrintable(Tag tag) {
        Bytes text = WhiteSpace.removed(tag.value());
        byte[] decoded = new byte[text.length()];
        int length = 0;
        int position = 0;
        while (position < text.length()) {
            int octet = text.at(position++);
            if (octet == '=') {
                if (position + 2 > text.length() || !isHex(text.at(position)) || !isHex(text.at(position + 1))) {
                    return malformed(tag, "expected two hexadecimal digits after an equals sign");
                }
                octet = (Character.digit(text.at(position), 16) << 4) | Character.digit(text.at(position + 1), 16);
                position += 2;
            }
            decoded[length++] = (byte) octet;
        }
        return new Parsed.Ok<>(Bytes.copyOf(decoded, 0, length));
    }

    private static boolean isHex(int octet) {
        // Interpretation: §2.11 has upper-case digits only; lower case can mean nothing else.
        int lower = Ascii.lower(octet);
        return Ascii.isDigit(octet) || (lower >= 'a' && lower <= 'f');
    }

    private static <T> Parsed<T> malformed(Tag tag, String why) {
        return new Parsed.Malformed<>(tag.valueOffset(), why);
    }
}
