package org.vidimus.daemon.explain;

import java.util.Optional;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.spf.SpfVerdict;

/// The causes of results in words.
final class Reasons {
    private Reasons() {}

    /// The directive of the SPF record that decided.
    static Optional<String> mechanism(SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.Pass(String mechanism) -> Optional.of(mechanism);
            case SpfVerdict.Fail(String mechanism, var _) -> Optional.of(mechanism);
            case SpfVerdict.SoftFail(String mechanism) -> Optional.of(mechanism);
            case SpfVerdict.Neutral(Optional<String> mechanism) -> mechanism;
            case SpfVerdict.None _, SpfVerdict.TempError _, SpfVerdict.PermError _ -> Optional.empty();
        };
    }

    /// What the domain has to say to those it does not allow.
    static Optional<String> explanation(SpfVerdict verdict) {
        return verdict instanceof SpfVerdict.Fail(var _, Optional<String> explanation) ? explanation : Optional.empty();
    }

    /// Why SPF came to no decision.
    static Optional<String> problem(SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.None(String problem) -> Optional.of(problem);
            case SpfVerdict.TempError(String problem) -> Optional.of(problem);
            case SpfVerdict.PermError(String problem) -> Optional.of(problem);
            case SpfVerdict.Pass _, SpfVerdict.Fail _, SpfVerdict.SoftFail _, SpfVerdict.Neutral _ -> Optional.empty();
        };
    }

    /// Why SPF came to its result, as the end of a sentence.
    static String of(SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.Neutral _, SpfVerdict.Pass _, SpfVerdict.Fail _, SpfVerdict.SoftFail _ ->
                mechanism(verdict).map(directive -> "by " + directive).orElse("no directive matches");
            case SpfVerdict.None _, SpfVerdict.TempError _, SpfVerdict.PermError _ ->
                problem(verdict).orElseThrow();
        };
    }

    /// Why a signature is not good.
    static Optional<String> of(DkimVerdict verdict) {
        return verdict.problem().map(DkimProblem::text);
    }

    /// How many ARC sets there are, as far as their seals can be read.
    static int instances(ArcResult result) {
        return result.sealers().stream()
                .mapToInt(ArcResult.Sealer::instance)
                .max()
                .orElse(0);
    }
}
