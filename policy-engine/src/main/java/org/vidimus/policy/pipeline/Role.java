package org.vidimus.policy.pipeline;

/// What the mail that comes in by one door is there for.
public enum Role {
    /// Mail from outside: verified unless the client is trusted, never signed.
    VERIFY("verify"),
    /// Mail from inside: never verified.
    SIGN("sign"),
    /// Either, as the client is: that of trusted clients is from inside, all other from outside.
    BOTH("both");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// The word for logs and the configuration.
    public String word() {
        return word;
    }
}
