package org.vidimus.policy.spf;

/// What a directive says of the clients that its mechanism matches (§4.6.2).
public enum Qualifier {
    /// The client may send; also where no qualifier stands.
    PASS('+'),
    /// It may not.
    FAIL('-'),
    /// It probably may not.
    SOFTFAIL('~'),
    /// Nothing is said about it.
    NEUTRAL('?');

    private final char sign;

    Qualifier(char sign) {
        this.sign = sign;
    }

    /// The character in front of the mechanism.
    public char sign() {
        return sign;
    }
}
