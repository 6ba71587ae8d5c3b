package org.vidimus.mta.sieve;

import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.delivery.Door;
import org.vidimus.policy.sieve.run.SieveChecks;

/// A message that is to be delivered.
///
/// Immutable.
///
/// @param octets all of it
/// @param from the sender of its envelope without angle brackets; empty for the null sender
/// @param auth the name under which its client logged in
/// @param environment items for the `environment` test beside those of delivery itself
/// @param checks what was found out about it when it came in
/// @param door how it came
public record Arrival(
        Bytes octets,
        String from,
        Optional<String> auth,
        Map<String, String> environment,
        Optional<SieveChecks> checks,
        Door door) {
    /// Copies the map.
    public Arrival {
        environment = Map.copyOf(environment);
    }
}
