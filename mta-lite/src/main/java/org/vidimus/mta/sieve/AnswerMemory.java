package org.vidimus.mta.sieve;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Remembers who was answered, so that nobody gets the same answer again and again ([RFC 5230
/// §4.2](https://www.rfc-editor.org/rfc/rfc5230#section-4.2)).
///
/// Thread-safe.
public interface AnswerMemory {
    /// Asks whether an answer is due, and remembers it as given if it is.
    ///
    /// @param key what stands for the sender and the answer: 64 hexadecimal digits
    /// @param period how long it is remembered
    /// @return whether it may be sent
    /// @throws IOException if it cannot be remembered; then it must not be sent
    boolean claim(ScriptName user, String key, Instant now, Duration period) throws IOException;
}
