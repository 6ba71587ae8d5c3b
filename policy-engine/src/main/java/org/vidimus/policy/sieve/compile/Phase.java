package org.vidimus.policy.sieve.compile;

/// When a script runs, which decides about some of the words that it can use.
public enum Phase {
    /// While the client that sends the message still waits for an answer: for all recipients together, and before
    /// anybody has the message.
    SMTP("while the client still waits"),
    /// When the message is about to go into the mailbox of one recipient.
    DELIVERY("at delivery");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    /// When that is, in words that fit behind a verb: `at delivery`.
    @Override
    public String toString() {
        return words;
    }
}
