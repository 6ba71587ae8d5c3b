package org.vidimus.policy.sieve.compile;

/// When a script runs, which decides about some of the words that it can use.
public enum Phase {
    /// While the client that sends the message still waits for an answer: for all recipients together, and before
    /// anybody has the message.
    SMTP,
    /// When the message is about to go into the mailbox of one recipient.
    DELIVERY
}
