package org.vidimus.signer.rules;

/// Why a message is not signed: the value of `unsigned_total{reason}` and of `unsigned=` in the log.
public enum UnsignedReason {
    /// It comes from outside, or from a door that does not sign.
    NOT_FROM_INSIDE("not-from-inside"),
    /// It has no From, or one that cannot be read.
    NO_AUTHOR("no-author"),
    /// It has several authors, or several From fields.
    SEVERAL_AUTHORS("several-authors"),
    /// A field that may be there once is there twice ([RFC 5322
    /// §3.6](https://www.rfc-editor.org/rfc/rfc5322#section-3.6)).
    DUPLICATE_FIELD("duplicate-field"),
    /// A CR, LF or NUL that mail may not hold ([RFC 6376
    /// §5.3](https://www.rfc-editor.org/rfc/rfc6376#section-5.3)).
    STRAY_CONTROL("stray-control"),
    /// A line of more than 998 octets, which an MTA on the way would break.
    LONG_LINE("long-line"),
    /// The header is larger than we keep.
    HEADER_TOO_LARGE("header-too-large"),
    /// No rule is for its author.
    NO_RULE("no-rule"),
    /// The client may not write as this author (CERT VU#244112).
    NOT_ALLOWED("login-not-allowed"),
    /// A recipient is excepted.
    RECIPIENT("recipient"),
    /// It is signed by us already.
    ALREADY_SIGNED("already-signed"),
    /// The domain has no key in use.
    NO_KEY("no-key"),
    /// A key that should be used cannot be.
    BROKEN_KEY("broken-key"),
    /// A key failed while it signed.
    SIGNING_FAILED("signing-failed");

    private final String word;

    UnsignedReason(String word) {
        this.word = word;
    }

    /// The word in metrics and logs.
    public String word() {
        return word;
    }
}
