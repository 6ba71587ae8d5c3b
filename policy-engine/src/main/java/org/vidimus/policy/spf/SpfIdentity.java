package org.vidimus.policy.spf;

/// Which identity was checked ([RFC 7208 §2.2](https://www.rfc-editor.org/rfc/rfc7208#section-2.2)).
public enum SpfIdentity {
    /// MAIL FROM; for the null sender `postmaster@HELO` (§2.4).
    MAIL_FROM("mailfrom"),
    /// HELO or EHLO (§2.3).
    HELO("helo");

    private final String word;

    SpfIdentity(String word) {
        this.word = word;
    }

    /// The property of Authentication-Results: `smtp.mailfrom` or `smtp.helo`.
    public String word() {
        return word;
    }
}
