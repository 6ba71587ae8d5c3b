package org.vidimus.policy.sieve.delivery;

import java.time.Duration;

/// What the site says about delivery.
///
/// Immutable.
///
/// @param host the name of this host, for message ids and reports
/// @param shortest the least time in which a sender is not answered again, from 1 s. Default: 1 day
/// @param longest the longest such time, at least 7 days ([RFC 5230
///     §4.1](https://www.rfc-editor.org/rfc/rfc5230#section-4.1)). Default: 90 days
/// @param hops Received fields with which a message is not redirected any more, at least 1. Default: 50
public record Site(String host, Duration shortest, Duration longest, int hops) {
    private static final Duration WEEK = Duration.ofDays(7);

    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if the host is empty, or a value is out of its range
    public Site {
        if (host.isEmpty() || !host.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("host \"" + host + "\"");
        }
        if (shortest.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("shortest " + shortest + " is below 1 s");
        }
        if (longest.compareTo(WEEK) < 0 || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("longest " + longest + " is below 7 days, or below the shortest");
        }
        if (hops < 1) {
            throw new IllegalArgumentException("hops " + hops + " is below 1");
        }
    }

    /// The defaults.
    public static Site of(String host) {
        return new Site(host, Duration.ofDays(1), Duration.ofDays(90), 50);
    }

    /// `seconds` within the limits of the site.
    Duration period(long seconds) {
        Duration wanted = Duration.ofSeconds(seconds);
        return wanted.compareTo(shortest) < 0 ? shortest : wanted.compareTo(longest) > 0 ? longest : wanted;
    }
}
