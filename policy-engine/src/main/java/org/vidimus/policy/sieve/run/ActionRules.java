package org.vidimus.policy.sieve.run;

import java.util.List;
import java.util.Optional;

/// Which actions can be wanted together (§2.10.4).
final class ActionRules {
    private ActionRules() {}

    /// Why `next` cannot be wanted after `before`; empty if it can.
    static Optional<String> conflict(List<Action> before, Action next) {
        // RFC 5230 §4.7: not twice.
        if (next instanceof Action.Vacation && before.stream().anyMatch(Action.Vacation.class::isInstance)) {
            return Optional.of("a second vacation");
        }
        // RFC 5429 §2.4: not twice, never with vacation, and not with what delivers: the sender would be told
        // that the message was not.
        if (next instanceof Action.Reject) {
            return before.stream()
                    .filter(action -> action instanceof Action.Reject || contradictsReject(action))
                    .findFirst()
                    .map(action -> "reject together with " + word(action));
        }
        return contradictsReject(next) && before.stream().anyMatch(Action.Reject.class::isInstance)
                ? Optional.of(word(next) + " together with reject")
                : Optional.empty();
    }

    private static boolean contradictsReject(Action action) {
        return switch (action) {
            case Action.Keep _, Action.FileInto _, Action.Redirect _, Action.Vacation _ -> true;
            case Action.Reject _, Action.Discard _, Action.Log _ -> false;
        };
    }

    private static String word(Action action) {
        return switch (action) {
            case Action.Keep _ -> "keep";
            case Action.FileInto _ -> "fileinto";
            case Action.Redirect _ -> "redirect";
            case Action.Vacation _ -> "vacation";
            case Action.Reject _ -> "another reject";
            case Action.Discard _ -> "discard";
            case Action.Log _ -> "a word for the log";
        };
    }
}
