package org.vidimus.policy.spf;

import java.util.List;

/// One thing that was evaluated, and what that led to: the tree that explains a result.
///
/// Immutable.
///
/// @param what the record or term, such as `v=spf1 include:example.net -all` or `include:example.net`:
///     printable ASCII, escaped where it was not
/// @param outcome what came of it, such as `no match` or `pass`, in words of ours
/// @param below what was evaluated for it
public record SpfTrace(String what, String outcome, List<SpfTrace> below) {
    /// Copies the list.
    public SpfTrace {
        below = List.copyOf(below);
    }
}
