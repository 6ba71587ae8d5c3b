package org.vidimus.daemon.config;

import java.util.Set;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.arc.SealingRule;
import org.vidimus.signer.key.KeyReference;

/// One `[[arc.seal]]`: which mail is sealed, and with what.
///
/// Immutable.
///
/// @param place where it stands, as `FILE:LINE`
/// @param doors where the mail comes in; empty for everywhere
/// @param origin where it comes from
/// @param domain d=
/// @param selector s=
/// @param key where the key is
public record SealSettings(
        String place,
        Set<String> doors,
        SealingRule.Origin origin,
        DomainName domain,
        DomainName selector,
        KeyReference key) {
    /// Copies the set.
    public SealSettings {
        doors = Set.copyOf(doors);
    }
}
