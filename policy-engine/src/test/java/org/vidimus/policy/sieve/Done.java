package org.vidimus.policy.sieve;

import java.util.List;
import java.util.stream.Collectors;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// What a script did, as one line.
final class Done {
    private Done() {}

    /// The actions of `script`, then the implicit keep; after a fault, why.
    static String by(String script, SieveMessage message) {
        return line(Scripts.run(script, message));
    }

    static String line(SieveOutcome outcome) {
        if (outcome.fault().isPresent()) {
            return "fault: " + outcome.fault().get().why();
        }
        String actions = outcome.actions().stream().map(Done::word).collect(Collectors.joining(", "));
        return actions + (outcome.keepsImplicitly() ? "; implicit keep" : "");
    }

    /// Whether a test is true.
    ///
    /// @param extensions what it requires
    static boolean holds(List<String> extensions, String test, SieveMessage message) {
        return by(require(extensions) + "if " + test + " { discard; }", message).equals("discard");
    }

    static String require(List<String> extensions) {
        String names = extensions.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return extensions.isEmpty() ? "" : "require [" + names + "]; ";
    }

    private static String word(Action action) {
        return switch (action) {
            case Action.Keep keep -> "keep" + flags(keep.flags());
            case Action.Discard _ -> "discard";
            case Action.FileInto into -> "fileinto " + into.mailbox() + flags(into.flags());
            case Action.Redirect to -> "redirect " + to.address();
            case Action.Reject reject -> reject.code() + " " + reject.status() + " " + reject.reason();
            case Action.Log log -> "log " + log.text();
            case Action.Vacation away -> "vacation " + away.reason();
        };
    }

    private static String flags(List<String> flags) {
        return flags.isEmpty() ? "" : " " + flags;
    }
}
