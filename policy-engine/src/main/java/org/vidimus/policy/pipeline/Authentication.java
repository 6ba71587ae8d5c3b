package org.vidimus.policy.pipeline;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// How a client proved to the MTA who it is ([RFC 4954](https://www.rfc-editor.org/rfc/rfc4954), SMTP AUTH).
///
/// Immutable.
///
/// @param user the name under which it logged in (the milter macro `{auth_authen}`)
/// @param mechanism how (`{auth_type}`), such as `PLAIN`
public record Authentication(Bytes user, Optional<Bytes> mechanism) {
    private static final Bytes ANONYMOUS = Bytes.utf8("ANONYMOUS");

    /// The authentication that an MTA tells of; empty where there is none: no user, or a mechanism by which
    /// anybody may log in ([RFC 4505](https://www.rfc-editor.org/rfc/rfc4505)).
    public static Optional<Authentication> of(Optional<Bytes> user, Optional<Bytes> mechanism) {
        boolean anybody = mechanism.filter(ANONYMOUS::equalsIgnoreCaseAscii).isPresent();
        return user.filter(name -> !name.isEmpty() && !anybody).map(name -> new Authentication(name, mechanism));
    }
}
