package org.vidimus.policy.dns;

import java.time.Duration;

/// A [Resolver] that says how long its answers hold.
@FunctionalInterface
interface TimedResolver {
    /// As [Resolver#lookup].
    TimedAnswer timedLookup(Question question, Duration timeout);
}
