package org.vidimus.policy.dns;

import com.ibm.icu.text.IDNA;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// A domain name of at least one label, in lower case and A-labels, without the final dot.
///
/// Two ways in: [#parse] for names of mail, which are host names with underscores, and [#ofLabels] for whatever an
/// SPF macro expands to. A name longer than 253 characters or with a label longer than 63 cannot exist ([RFC 1035
/// §2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)).
///
/// Immutable; equal where the DNS holds names equal ([RFC 4343](https://www.rfc-editor.org/rfc/rfc4343)).
public final class DomainName implements Comparable<DomainName> {
    /// The most characters of a name.
    public static final int MAX_LENGTH = 253;

    /// The most characters of a label.
    public static final int MAX_LABEL = 63;

    private static final int MAX_INPUT = 1024; // more than any U-labels that fit into 253 characters

    private final String text;

    private DomainName(String text) {
        this.text = text;
    }

    /// Reads a domain name as mail has it: labels of letters, digits, hyphens and underscores, or U-labels in UTF-8,
    /// which become A-labels by UTS #46 non-transitional processing ([RFC 8616
    /// §2](https://www.rfc-editor.org/rfc/rfc8616#section-2), [RFC
    /// 5891](https://www.rfc-editor.org/rfc/rfc5891)). One final dot is accepted.
    ///
    /// Nothing else passes: a name that got through here can be printed in a header field and compared.
    public static Parsed<DomainName> parse(Bytes octets) {
        if (octets.length() > MAX_INPUT) {
            return new Parsed.Malformed<>(MAX_INPUT, "domain name too long");
        }
        for (int i = 0; i < octets.length(); i++) {
            if (octets.at(i) >= 0x80) {
                return parseInternational(octets);
            }
        }
        return parseAscii(octets);
    }

    /// [#parse(Bytes)] of text of ours, as UTF-8.
    public static Parsed<DomainName> parse(String text) {
        return parse(Bytes.utf8(text));
    }

    /// A name that is known to be good, for constants and tests.
    ///
    /// @throws IllegalArgumentException if it is not
    public static DomainName of(String text) {
        return switch (parse(text)) {
            case Parsed.Ok<DomainName>(DomainName name) -> name;
            case Parsed.Malformed<DomainName>(int offset, String why) ->
                throw new IllegalArgumentException(text + ", octet " + (offset + 1) + ": " + why);
        };
    }

    private static Parsed<DomainName> parseAscii(Bytes octets) {
        int length = octets.length();
        int end = length > 1 && octets.at(length - 1) == '.' ? length - 1 : length;
        int label = 0;
        for (int i = 0; i < end; i++) {
            int octet = octets.at(i);
            if (octet == '.') {
                if (i == label) {
                    return new Parsed.Malformed<>(i, "empty label");
                }
                label = i + 1;
            } else if (!Ascii.isLetterOrDigit(octet) && octet != '-' && octet != '_') {
                return new Parsed.Malformed<>(i, "not a character of a domain name");
            } else if (i - label >= MAX_LABEL) {
                return new Parsed.Malformed<>(i, "label longer than " + MAX_LABEL);
            }
        }
        if (label == end) {
            return new Parsed.Malformed<>(end, "empty label");
        }
        if (end > MAX_LENGTH) {
            return new Parsed.Malformed<>(MAX_LENGTH, "longer than " + MAX_LENGTH);
        }
        return new Parsed.Ok<>(
                new DomainName(octets.slice(0, end).toLowerCaseAscii().latin1()));
    }

    private static Parsed<DomainName> parseInternational(Bytes octets) {
        String unicode = octets.utf8();
        if (unicode.indexOf('\uFFFD') >= 0) {
            return new Parsed.Malformed<>(0, "not UTF-8");
        }
        StringBuilder ascii = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        Idna.UTS46.nameToASCII(unicode, ascii, info);
        // Length and empty labels are judged with the rest of the ASCII form.
        return info.hasErrors()
                ? new Parsed.Malformed<>(0, "not an internationalised domain name")
                : switch (parseAscii(Bytes.utf8(ascii.toString()))) {
                    case Parsed.Ok<DomainName> ok -> ok;
                    case Parsed.Malformed<DomainName>(int _, String why) -> new Parsed.Malformed<>(0, why);
                };
    }

    /// The converter, in a class of its own: it takes megabytes, and most installations never see a U-label.
    private static final class Idna {
        static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);
    }

    /// The name that these labels make, the leftmost first: any printable ASCII but the dot, as SPF's macros can
    /// bring it about (`%_` is a space). Empty if a label is empty or too long, holds another character, or the
    /// whole is too long.
    public static Optional<DomainName> ofLabels(List<String> labels) {
        boolean good = !labels.isEmpty()
                && labels.stream()
                        .allMatch(label -> !label.isEmpty()
                                && label.length() <= MAX_LABEL
                                && label.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '.'));
        String text = String.join(".", labels);
        return good && text.length() <= MAX_LENGTH
                ? Optional.of(new DomainName(Bytes.utf8(text).toLowerCaseAscii().latin1()))
                : Optional.empty();
    }

    /// The labels, the leftmost first.
    public List<String> labels() {
        return List.of(text.split("\\."));
    }

    /// How many labels there are, at least 1.
    public int labelCount() {
        return 1 + (int) text.chars().filter(c -> c == '.').count();
    }

    /// The name without its leftmost label; empty for a name of one label.
    public Optional<DomainName> parent() {
        int dot = text.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new DomainName(text.substring(dot + 1)));
    }

    /// The rightmost `count` labels; the name itself where it has no more.
    ///
    /// @param count at least 1
    public DomainName rightmost(int count) {
        int from = text.length();
        for (int i = 0; i < count && from >= 0; i++) {
            from = text.lastIndexOf('.', from - 1);
        }
        return from < 0 ? this : new DomainName(text.substring(from + 1));
    }

    /// This name below labels of ours, such as `_dmarc`; empty if the whole would be longer than 253 characters.
    ///
    /// @param labels one or more labels, dots between them
    public Optional<DomainName> under(String labels) {
        String below = labels + "." + text;
        return below.length() > MAX_LENGTH ? Optional.empty() : Optional.of(new DomainName(below));
    }

    /// Whether this is `other` or stands below it.
    public boolean isWithin(DomainName other) {
        return text.equals(other.text) || text.endsWith("." + other.text);
    }

    /// The name with U-labels for people to read; the A-labels where they make no sense.
    public String toUnicode() {
        if (!text.contains("xn--")) {
            return text;
        }
        StringBuilder unicode = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        Idna.UTS46.nameToUnicode(text, unicode, info);
        return info.hasErrors() ? text : unicode.toString();
    }

    @Override
    public int compareTo(DomainName other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The name in lower-case A-labels without a final dot: printable ASCII.
    @Override
    public String toString() {
        return text;
    }
}
