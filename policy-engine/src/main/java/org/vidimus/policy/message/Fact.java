package org.vidimus.policy.message;

/// Something about a message's form that well-formed mail does not have. What follows from it is for policy
/// to say.
///
/// The names of RFC 5322's sections are those of the rule that is broken.
public enum Fact {
    /// A field occurs twice of which there may be one ([RFC 5322
    /// §3.6](https://www.rfc-editor.org/rfc/rfc5322#section-3.6)): readers show the first or the last, and a
    /// signature covers the last.
    DUPLICATE_FIELD("duplicate-field"),
    /// There is no From field (§3.6).
    NO_FROM("no-from"),
    /// There is no Date field (§3.6). An MTA may still add it after us.
    NO_DATE("no-date"),
    /// White space before the colon of a field (§4.5, obsolete).
    SPACE_BEFORE_COLON("space-before-colon"),
    /// A field name with an octet that may not be in one (§2.2), or without any octet.
    BAD_FIELD_NAME("bad-field-name"),
    /// A CR in the header that no LF follows (§2.2).
    HEADER_BARE_CR("header-bare-cr"),
    /// An LF in the header that ends no line.
    HEADER_BARE_LF("header-bare-lf"),
    /// A NUL in the header (§2.2).
    HEADER_NUL("header-nul"),
    /// A line of more than 998 octets in the header (§2.1.1).
    HEADER_LONG_LINE("header-long-line"),
    /// A line of a field that holds white space only (§4.2, obsolete): some readers end the header there.
    HEADER_BLANK_LINE("header-blank-line"),
    /// Octets beyond ASCII in the header of a message that is not internationalised ([RFC 6532
    /// §3](https://www.rfc-editor.org/rfc/rfc6532#section-3)).
    HEADER_EIGHT_BIT("header-8bit"),
    /// A CR in the body that no LF follows (RFC 5322 §2.3).
    BODY_BARE_CR("body-bare-cr"),
    /// An LF in the body that no CR precedes (§2.3).
    BODY_BARE_LF("body-bare-lf"),
    /// A NUL in the body (§2.3).
    BODY_NUL("body-nul"),
    /// A line of more than 998 octets in the body (§2.1.1).
    BODY_LONG_LINE("body-long-line");

    private final String word;

    Fact(String word) {
        this.word = word;
    }

    /// The word for the log: lower case, hyphens.
    public String word() {
        return word;
    }
}
