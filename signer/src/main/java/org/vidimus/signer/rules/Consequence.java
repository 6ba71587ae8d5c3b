package org.vidimus.signer.rules;

/// What becomes of a message from inside that should be signed and is not.
public enum Consequence {
    /// It goes out without a signature, and the log says why.
    UNSIGNED("unsigned"),
    /// It is put off: 451 4.7.0.
    TEMPFAIL("tempfail"),
    /// It is refused for good: 550 5.7.1.
    REJECT("reject");

    private final String word;

    Consequence(String word) {
        this.word = word;
    }

    /// The word in the configuration.
    public String word() {
        return word;
    }

    /// The outcome that this makes of `reason`.
    ///
    /// @param why one line of printable ASCII, in words of ours: whoever sent the message may read it
    public Decision.Outcome outcome(UnsignedReason reason, String why) {
        return switch (this) {
            case UNSIGNED -> new Decision.Outcome.Unsigned(reason);
            case TEMPFAIL -> new Decision.Outcome.Defer(reason, why);
            case REJECT -> new Decision.Outcome.Refuse(reason, why);
        };
    }
}
