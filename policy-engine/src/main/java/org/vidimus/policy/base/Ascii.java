package org.vidimus.policy.base;

/// The character classes that mail grammars share, over octets (0 to 255) and code points alike.
///
/// They know ASCII only. The JDK's own classes do not fit: `Character.isWhitespace` takes vertical tab and form
/// feed for white space, and lower-casing by locale turns `I` into a dotless letter in Turkish; in mail both
/// change what a signature covers or which name a header field has.
public final class Ascii {
    private Ascii() {}

    /// `A`-`Z` in lower case; everything else unchanged.
    public static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }

    /// WSP: space or horizontal tab, and nothing else ([RFC 5234](https://www.rfc-editor.org/rfc/rfc5234)
    /// Appendix B.1).
    public static boolean isWhiteSpace(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /// ALPHA or DIGIT.
    public static boolean isLetterOrDigit(int octet) {
        int lower = lower(octet);
        return (lower >= 'a' && lower <= 'z') || isDigit(octet);
    }

    /// DIGIT, `0`-`9`.
    public static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /// A visible character or space, 32 to 126.
    public static boolean isPrintable(int octet) {
        return octet >= ' ' && octet <= '~';
    }

    /// A character of a header field's name: 33 to 126 except the colon ([RFC 5322
    /// §2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2)).
    public static boolean isFieldName(int octet) {
        return octet > ' ' && octet <= '~' && octet != ':';
    }

    /// A character of a MIME token: printable, no space, and none of the tspecials `()<>@,;:\"/[]?=` ([RFC 2045
    /// §5.1](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)).
    public static boolean isToken(int octet) {
        return switch (octet) {
            case '(', ')', '<', '>', '@', ',', ';', ':', '\\', '"', '/', '[', ']', '?', '=' -> false;
            default -> octet > ' ' && octet <= '~';
        };
    }
}
