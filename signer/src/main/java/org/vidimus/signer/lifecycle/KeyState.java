package org.vidimus.signer.lifecycle;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// How far a key has come. The declaration is the table of what may follow what.
public enum KeyState {
    /// It exists; nobody has seen its record.
    GENERATED("generated"),
    /// Its record was seen in the DNS by every resolver that was asked, and matches.
    PUBLISHED("published"),
    /// It signs.
    ACTIVE("active"),
    /// It signs no more; its record stays for what it has signed.
    RETIRING("retiring"),
    /// Its record is emptied (§3.6.1: no value in p=) and the private half deleted. The end.
    REVOKED("revoked");

    private final String word;

    KeyState(String word) {
        this.word = word;
    }

    /// The word in the state file and on the command line.
    public String word() {
        return word;
    }

    /// The state of that word.
    static Optional<KeyState> named(String word) {
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }

    /// What a key in this state may become.
    public Set<KeyState> next() {
        return switch (this) {
            // Straight to ACTIVE only where somebody takes it upon himself (--unchecked); straight to REVOKED for
            // a key that will not be used after all.
            case GENERATED -> EnumSet.of(PUBLISHED, ACTIVE, REVOKED);
            case PUBLISHED -> EnumSet.of(ACTIVE, REVOKED);
            case ACTIVE -> EnumSet.of(RETIRING);
            // Back to ACTIVE when its successor is no good: its record is still there.
            case RETIRING -> EnumSet.of(ACTIVE, REVOKED);
            case REVOKED -> EnumSet.noneOf(KeyState.class);
        };
    }

    /// Why a key in this state cannot become `next`; empty if it can.
    Optional<String> refuses(KeyState next) {
        if (next().contains(next)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (this) {
                    case GENERATED -> "it was never used, so there is nothing to wait for";
                    case PUBLISHED ->
                        next == RETIRING ? "it was never used, so there is nothing to wait for" : "it is published";
                    case ACTIVE ->
                        next == REVOKED
                                ? "it is in use; what it has signed is still on its way, so retire it first"
                                : "it is in use";
                    case RETIRING -> next == RETIRING ? "it is retiring already" : "its record is published";
                    case REVOKED -> "it is revoked, and a revoked key does not come back";
                });
    }
}
