package org.vidimus.policy.dmarc;

/// What a Domain Owner would like to happen to mail that fails ([RFC 9989
/// §4.7](https://www.rfc-editor.org/rfc/rfc9989#section-4.7), p, sp and np), from the mildest to the strictest.
public enum DmarcPolicy {
    /// Nothing in particular.
    NONE("none"),
    /// Treat it as suspicious.
    QUARANTINE("quarantine"),
    /// Turn it away.
    REJECT("reject");

    private final String word;

    DmarcPolicy(String word) {
        this.word = word;
    }

    /// The word in records and in Authentication-Results.
    public String word() {
        return word;
    }
}
