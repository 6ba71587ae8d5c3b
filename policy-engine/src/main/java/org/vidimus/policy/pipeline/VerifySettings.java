package org.vidimus.policy.pipeline;

import java.util.Optional;
import org.vidimus.policy.authres.AuthservId;

/// How incoming mail is examined: the `[verify]` table of the configuration.
///
/// Immutable.
///
/// @param authservId the name in our Authentication-Results fields, and the one that nobody else may use.
///     Default: the MTA's own name, [ConnectionFacts#mtaName()]
public record VerifySettings(Optional<AuthservId> authservId) {
    /// All defaults.
    public static final VerifySettings DEFAULT = new VerifySettings(Optional.empty());
}
