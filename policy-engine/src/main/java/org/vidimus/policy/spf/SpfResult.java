package org.vidimus.policy.spf;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// The outcome of SPF for one identity.
///
/// Immutable.
///
/// @param identity which identity was checked
/// @param domain the domain of the identity; empty where it has none that could be looked up
/// @param verdict the result and its cause
/// @param trace what was evaluated, in order
public record SpfResult(SpfIdentity identity, Optional<DomainName> domain, SpfVerdict verdict, List<SpfTrace> trace) {
    /// Copies the list.
    public SpfResult {
        trace = List.copyOf(trace);
    }
}
