package org.vidimus.signer.opendkim;

import java.util.Optional;

/// What becomes of a message that cannot be signed: the values of the `On-` parameters.
enum Action {
    ACCEPT,
    DISCARD,
    QUARANTINE,
    REJECT,
    TEMPFAIL;

    /// The action that `word` names: the word or its first letter, in any case.
    static Optional<Action> named(String word) {
        String lower = CText.lower(word);
        for (Action action : values()) {
            String name = CText.lower(action.name());
            if (lower.equals(name) || lower.equals(name.substring(0, 1))) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
