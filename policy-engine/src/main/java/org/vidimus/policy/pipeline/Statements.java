package org.vidimus.policy.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

/// What our Authentication-Results field says.
final class Statements {
    private Statements() {}

    /// Of mail that was not verified: that its client logged in ([RFC 8601
    /// §2.7.4](https://www.rfc-editor.org/rfc/rfc8601#section-2.7.4)), and what its chain is worth, if it
    /// has one and that was looked at.
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

    /// What was found out about mail that was verified, in the order in which a message is judged ([RFC 8601
    /// §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2)).
    static List<ResultInfo> ofVerified(
            ConnectionFacts connection,
            List<SpfResult> senders,
            Optional<IprevResult> client,
            List<DkimResult> dkim,
            ArcResult arc,
            DmarcResult dmarc,
            Judgement judgement) {
        List<ResultInfo> results = new ArrayList<>();
        // The result for HELO says something only where the HELO name has a record.
        Stream.concat(
                        senders.stream().limit(1),
                        senders.stream().skip(1).filter(helo -> !(helo.verdict() instanceof SpfVerdict.None)))
                .map(SpfResult::toResultInfo)
                .forEach(results::add);
        client.map(IprevResult::toResultInfo).ifPresent(results::add);
        dkim.stream().map(DkimResult::toResultInfo).forEach(results::add);
        if (dkim.isEmpty()) {
            results.add(ResultInfo.of("dkim", "none"));
        }
        results.add(connection.client().map(arc::toResultInfo).orElseGet(arc::toResultInfo));
        results.add(explained(dmarc.toResultInfo(judgement.applied()), judgement.overrides()));
        return results;
    }

    /// The same statement with the reasons in its comment.
    static ResultInfo explained(ResultInfo info, List<PolicyOverride> overrides) {
        if (overrides.isEmpty()) {
            return info;
        }
        String why = String.join(
                "; ", overrides.stream().map(PolicyOverride::toString).toList());
        return new ResultInfo(
                info.method(),
                info.methodVersion(),
                info.result(),
                Optional.of(info.comment().map(comment -> comment + "; " + why).orElse(why)),
                info.reason(),
                info.properties());
    }
}
