package org.vidimus.policy.sieve.delivery;

import java.time.Duration;

/// What becomes of a `vacation` action.
public sealed interface Answer {
    /// An answer, unless the sender got the same one not long ago.
    ///
    /// @param message the message
    /// @param key what stands for this sender and this answer ([RFC 5230
    ///     §4.2](https://www.rfc-editor.org/rfc/rfc5230#section-4.2)): 64 hexadecimal digits
    /// @param period how long the sender is not answered again
    record Due(Outgoing message, String key, Duration period) implements Answer {}

    /// None.
    ///
    /// @param why a phrase for the log
    record None(String why) implements Answer {}
}
