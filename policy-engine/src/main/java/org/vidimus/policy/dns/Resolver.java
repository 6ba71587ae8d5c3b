package org.vidimus.policy.dns;

import java.time.Duration;

/// Answers questions to the DNS. Blocks the calling thread, which is meant to be a virtual one.
///
/// Aliases (CNAME) are followed; the answer is that of the name at their end. Thread-safe, unless an
/// implementation says otherwise.
public interface Resolver {
    /// Answers `question`, or gives up after `timeout`.
    ///
    /// Never throws for anything that the DNS or a hostile server does. An interrupt ends the wait with
    /// [Answer.Cause#INTERRUPTED] and leaves the thread's interrupt status set.
    ///
    /// @param timeout how long this question may take, retries and aliases included; positive
    Answer lookup(Question question, Duration timeout);
}
