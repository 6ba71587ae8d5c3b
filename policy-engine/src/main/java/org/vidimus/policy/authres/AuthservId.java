package org.vidimus.policy.authres;

import java.util.Locale;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// The name under which one administrative domain reports its results: the first word of an
/// Authentication-Results field ([RFC 8601 §2.5](https://www.rfc-editor.org/rfc/rfc8601#section-2.5)),
/// usually the host name of the border MTA.
///
/// This type is for names that we go by ourselves. It is one MIME token in ASCII, so that it needs no quotes
/// and reads the same everywhere. Deviation: RFC 8601 §2.2 also allows a quoted-string and, in
/// internationalised mail, UTF-8; an internationalised domain is given here in its ASCII form (`xn--`).
///
/// Immutable.
///
/// @param text 1 to 255 token characters, case as given, no dot at the end
public record AuthservId(String text) {
    private static final int MAX_LENGTH = 255;

    /// Checks the rules above.
    ///
    /// @throws IllegalArgumentException if `text` breaks one; [#parse(Bytes)] does not throw
    public AuthservId {
        if (problem(Bytes.utf8(text)) instanceof Parsed.Malformed<Bytes>(int offset, String why)) {
            throw new IllegalArgumentException("authserv-id, octet " + offset + ": " + why);
        }
    }

    /// Reads a name from a configuration file or from the MTA. Dots at the end, the root of the DNS, are
    /// dropped.
    public static Parsed<AuthservId> parse(Bytes text) {
        int end = text.length();
        while (end > 0 && text.at(end - 1) == '.') {
            end--;
        }
        return problem(text.slice(0, end)).map(octets -> new AuthservId(octets.latin1()));
    }

    /// Whether `id`, as it stands in a field, is this name: ASCII letters in any case, dots at the end not
    /// counted, U-labels and A-labels the same ([RFC 8601
    /// §5](https://www.rfc-editor.org/rfc/rfc8601#section-5)).
    ///
    /// Interpretation: RFC 8601 §2.5 leaves the comparison to the domain that chose the name. Host names have
    /// no case, and readers compare them so; the more a forger has to avoid, the better.
    public boolean isClaimedBy(String id) {
        int end = id.length();
        while (end > 0 && id.charAt(end - 1) == '.') {
            end--;
        }
        Bytes claimed = Bytes.utf8(id.substring(0, end));
        return claimed.equalsIgnoreCaseAscii(Bytes.utf8(text)) || (isInternational() && isSameDomain(claimed));
    }

    /// Whether one of its labels is an A-label, so that the name has another spelling.
    boolean isInternational() {
        return text.toLowerCase(Locale.ROOT).contains("xn--");
    }

    private boolean isSameDomain(Bytes claimed) {
        return DomainName.parse(claimed) instanceof Parsed.Ok<DomainName>(DomainName other)
                && DomainName.parse(text) instanceof Parsed.Ok<DomainName>(DomainName own)
                && own.equals(other);
    }

    private static Parsed<Bytes> problem(Bytes text) {
        if (text.isEmpty()) {
            return new Parsed.Malformed<>(0, "empty name");
        }
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Malformed<>(MAX_LENGTH, "longer than " + MAX_LENGTH + " octets");
        }
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isToken(text.at(i))) {
                return new Parsed.Malformed<>(i, "not a letter, digit, dot, hyphen or other token character");
            }
        }
        return text.at(text.length() - 1) == '.'
                ? new Parsed.Malformed<>(text.length() - 1, "dot at the end")
                : new Parsed.Ok<>(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
