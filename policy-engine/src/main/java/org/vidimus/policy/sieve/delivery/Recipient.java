package org.vidimus.policy.sieve.delivery;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Whose script runs.
///
/// Immutable.
///
/// @param address the address to which the message was sent, as in the envelope, without angle brackets
/// @param others further addresses of theirs
public record Recipient(String address, List<String> others) {
    /// Copies the list.
    public Recipient {
        others = List.copyOf(others);
    }

    /// All addresses, the one of the envelope first.
    Stream<String> all() {
        return Stream.concat(Stream.of(address), others.stream());
    }

    /// Whether `other` is one of theirs, letters in any case.
    boolean has(String other) {
        String lower = other.toLowerCase(Locale.ROOT);
        return all().anyMatch(one -> one.toLowerCase(Locale.ROOT).equals(lower));
    }
}
