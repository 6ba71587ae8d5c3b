package org.vidimus.signer.dkim;

import java.util.List;

/// The order in which a signature's tags are written. A verifier does not care (§3.2); whoever compares
/// signatures octet by octet does.
///
/// Immutable.
///
/// @param names the tags in order; those that are written and not named here come before b=,
///     which is the last where it is not named
public record TagOrder(List<String> names) {
    /// Version, algorithm and name first, then times, then what is long.
    public static final TagOrder DEFAULT =
            new TagOrder(List.of("v", "a", "c", "d", "s", "i", "t", "x", "h", "bh", "b"));

    /// Copies the list.
    public TagOrder {
        names = List.copyOf(names);
    }
}
