package org.vidimus.policy.dns;

import java.time.Duration;

/// What [CachingResolver] remembers, and for how long. Immutable.
///
/// @param bytes about how much memory the answers may take, 0 to 1 GiB; at 0 nothing is kept, and questions that are
///     asked at the same time are still asked once. Default: 16 MiB, which is tens of thousands of answers
/// @param ttlFloor the least time an answer is kept, whatever its TTL says, 0 to 1 min. Default: 5 s
/// @param ttlCeiling the most time an answer is kept, 1 min to 7 days. Default: 1 day
/// @param negativeCeiling the same for "no such name" and "no such record", whose TTL is in the zone's SOA record, 1
///     min to 1 day. Default: 1 h
/// @param failure how long a question that could not be answered is not asked again, 1 s to 5 min ([RFC 9520
///     §3.2](https://www.rfc-editor.org/rfc/rfc9520#section-3.2)). Default: 5 s
/// @param stale how long after its time an answer may still stand in for one that cannot be had ([RFC
///     8767](https://www.rfc-editor.org/rfc/rfc8767)), 0 for never, up to 7 days. Default: 1 h
public record CacheSettings(
        long bytes,
        Duration ttlFloor,
        Duration ttlCeiling,
        Duration negativeCeiling,
        Duration failure,
        Duration stale) {
    /// The defaults.
    public static final CacheSettings DEFAULT = new CacheSettings(
            16 << 20,
            Duration.ofSeconds(5),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Duration.ofHours(1));

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if something is outside its range
    public CacheSettings {
        if (bytes < 0 || bytes > 1 << 30) {
            throw new IllegalArgumentException("bytes must be from 0 to 1 GiB, not " + bytes);
        }
        between("ttlFloor", ttlFloor, Duration.ZERO, Duration.ofMinutes(1));
        between("ttlCeiling", ttlCeiling, Duration.ofMinutes(1), Duration.ofDays(7));
        between("negativeCeiling", negativeCeiling, Duration.ofMinutes(1), Duration.ofDays(1));
        between("failure", failure, Duration.ofSeconds(1), Duration.ofMinutes(5));
        between("stale", stale, Duration.ZERO, Duration.ofDays(7));
    }

    private static void between(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
