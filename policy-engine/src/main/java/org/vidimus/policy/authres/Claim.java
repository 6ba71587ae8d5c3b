package org.vidimus.policy.authres;

/// What a header field of incoming mail claims about authentication results, seen from us.
public enum Claim {
    /// It is no Authentication-Results field and hides none.
    NONE("none"),
    /// It speaks for somebody else, in a version we know. It stays.
    FOREIGN("foreign"),
    /// Its authserv-id is ours ([RFC 8601 §5](https://www.rfc-editor.org/rfc/rfc8601#section-5)).
    OURS("ours"),
    /// It is ours to a reader less strict than the grammar: the name stands in a malformed field, in a comment
    /// or a quoted-string before the results, or is spelled with characters that readers drop or fold.
    DISGUISED("disguised"),
    /// The place of its authserv-id holds an encoded-word. Python's email package decodes it there, and no honest
    /// writer puts one there ([RFC 2047 §5](https://www.rfc-editor.org/rfc/rfc2047#section-5)).
    ENCODED("encoded"),
    /// It hides an Authentication-Results field behind a bare CR or another octet that some readers take for
    /// the end of a line.
    SMUGGLED("smuggled"),
    /// Its version is not 1, so nobody can know what it says (RFC 8601 §5).
    UNKNOWN_VERSION("unknown-version"),
    /// It goes over [org.vidimus.policy.base.Budgets#authenticationResultsBytes()] and was not read.
    TOO_LONG("too-long"),
    /// We do not know our own name, so any field may be a forgery.
    UNKNOWN_HOST("unknown-host");

    private final String word;

    Claim(String word) {
        this.word = word;
    }

    /// Whether a field that came from outside must be removed.
    public boolean isForged() {
        return this != NONE && this != FOREIGN;
    }

    /// The word for the log: lower case, hyphens.
    public String word() {
        return word;
    }
}
