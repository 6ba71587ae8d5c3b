package org.vidimus.policy.pipeline;

/// Why a message is not verified ([RFC 7208 §2.1](https://www.rfc-editor.org/rfc/rfc7208#section-2.1), [RFC
/// 9989 §5.3](https://www.rfc-editor.org/rfc/rfc9989#section-5.3)): it is from inside. Fields that pretend to
/// be ours are removed all the same.
public enum Skip {
    /// The client proved to the MTA who it is.
    AUTHENTICATED("authenticated"),
    /// The client's address is in a trusted network.
    TRUSTED_NETWORK("trusted-network"),
    /// It was submitted on the MTA's own host, not over the network.
    LOCAL("local"),
    /// It came by a door that is for mail from inside.
    ROLE("role-sign"),
    /// The signer has a rule of its own by which it is from inside ([Signer#claims]).
    SIGNER_RULE("signer-rule");

    private final String word;

    Skip(String word) {
        this.word = word;
    }

    /// The word for logs and metrics.
    public String word() {
        return word;
    }
}
