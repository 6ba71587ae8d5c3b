package org.vidimus.signer.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.ConnectionFacts;

/// Another decider whose signatures go only to logins that may use the author (CERT VU#244112). For deciders
/// that know nothing of logins, such as OpenDKIM's tables; [SigningRules] asks by itself.
///
/// What the other decider does not sign is left as it is, and so is mail of clients that did not log in.
///
/// Thread-safe.
public final class CheckedLogins implements Decider {
    private final Decider decider;
    private final LoginPolicy policy;
    private final LoginCheck logins;

    /// @param policy where it asks how many domains are signed for, the decider is asked
    public CheckedLogins(Decider decider, LoginPolicy policy) {
        this.decider = decider;
        this.policy = policy;
        this.logins = new LoginCheck(policy, decider.signsForOneDomain());
    }

    @Override
    public boolean claims(ConnectionFacts connection) {
        return decider.claims(connection);
    }

    @Override
    public Set<String> macros() {
        return decider.macros();
    }

    @Override
    public boolean signsForOneDomain() {
        return decider.signsForOneDomain();
    }

    @Override
    public Decision decide(Occasion occasion) {
        Decision decision = decider.decide(occasion);
        Optional<LoginCheck.Verdict> verdict = decision.outcome() instanceof Decision.Outcome.Sign
                ? occasion.connection().authentication().map(proof -> verdict(proof, occasion))
                : Optional.empty();
        if (verdict.isEmpty()) {
            return decision;
        }
        List<Decision.Step> steps = new ArrayList<>(decision.steps());
        steps.add(verdict.get().step());
        return new Decision(
                verdict.get().allowed()
                        ? decision.outcome()
                        : policy.onViolation().outcome(UnsignedReason.NOT_ALLOWED, "You may not send as this author"),
                steps);
    }

    /// An author that others may read differently is nobody whom a login may use.
    private LoginCheck.Verdict verdict(Authentication proof, Occasion occasion) {
        return switch (Authors.of(occasion.header(), occasion.author())) {
            case Authors.Read.Good(Authors authors) -> logins.check(proof, authors);
            case Authors.Read.Bad(UnsignedReason _, String why) ->
                new LoginCheck.Verdict(!policy.enforced(), new Decision.Step("", why));
        };
    }
}
