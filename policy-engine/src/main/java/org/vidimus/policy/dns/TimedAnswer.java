package org.vidimus.policy.dns;

import java.time.Duration;

/// An answer and how long it may be remembered. Immutable.
///
/// @param answer the answer
/// @param ttl the least TTL of all that it rests on, aliases included; of a negative answer, what the zone's SOA record
///     says ([RFC 2308 §5](https://www.rfc-editor.org/rfc/rfc2308#section-5)). Zero where nobody said anything
record TimedAnswer(Answer answer, Duration ttl) {
    static TimedAnswer unavailable(Answer.Cause cause, String detail) {
        return new TimedAnswer(new Answer.Unavailable(cause, detail), Duration.ZERO);
    }
}
