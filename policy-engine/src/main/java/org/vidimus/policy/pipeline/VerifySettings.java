package org.vidimus.policy.pipeline;

import java.util.Optional;
import org.vidimus.policy.authres.AuthservId;

/// What is written about mail: the `[verify]` table of the configuration.
///
/// Immutable.
///
/// @param authservId the name in our Authentication-Results fields, and the one that nobody else may use.
///     Default: the MTA's own name, [ConnectionFacts#mtaName()]
/// @param loginName whether the name under which a client logged in is written (`smtp.auth`); it goes out with
///     the mail, so by default it is not
/// @param iprev whether the client's name is looked up ([RFC 8601
///     §3](https://www.rfc-editor.org/rfc/rfc8601#section-3)); needed for trusted forwarders that are given by
///     name
public record VerifySettings(Optional<AuthservId> authservId, boolean loginName, boolean iprev) {
    /// All defaults.
    public static final VerifySettings DEFAULT = new VerifySettings(Optional.empty(), false, true);

    /// The defaults with a name of our own.
    public static VerifySettings of(AuthservId id) {
        return new VerifySettings(Optional.of(id), false, true);
    }
}
