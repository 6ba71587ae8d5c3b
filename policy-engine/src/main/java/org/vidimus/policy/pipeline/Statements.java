package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.authres.ResultInfo.Property;

/// What our Authentication-Results field says about mail that was not verified.
final class Statements {
    private Statements() {}

    /// That its client logged in ([RFC 8601 §2.7.4](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.4)),
    /// and what its chain is worth, if it has one and that was looked at.
    ///
    /// Interpretation: the name under which it logged in is half of what it takes to log in, and the field
    /// travels with the message; so it is written only where the administrator asks for it.
    ///
    /// @param loginName whether he does
    static List<ResultInfo> ofUnverified(ConnectionFacts connection, Optional<ArcResult> chain, boolean loginName) {
        List<ResultInfo> statements = new ArrayList<>();
        connection
                .authentication()
                .map(proof -> loginName
                        ? ResultInfo.of(
                                "auth",
                                "pass",
                                Property.of("smtp", "auth", proof.user().utf8()))
                        : ResultInfo.of("auth", "pass"))
                .ifPresent(statements::add);
        chain.filter(result -> result.status() != ArcResult.Status.NONE)
                .map(result -> connection.client().map(result::toResultInfo).orElseGet(result::toResultInfo))
                .ifPresent(statements::add);
        return statements;
    }
}
