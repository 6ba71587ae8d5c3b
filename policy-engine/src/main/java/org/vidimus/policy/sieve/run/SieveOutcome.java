package org.vidimus.policy.sieve.run;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.sieve.syntax.Position;

/// What a run led to.
///
/// Immutable.
///
/// @param actions what the script wants done, in order; nothing after a fault
/// @param keepsImplicitly whether the message is kept beside that because no action said otherwise (§2.10.2)
/// @param flags the IMAP flags of a message that is kept implicitly ([RFC 5232
///     §3](https://www.rfc-editor.org/rfc/rfc5232#section-3)); none after a fault
/// @param header what the script did to the header; nothing after a fault
/// @param fault why the run ended early; empty if it did not
/// @param cuts what of the message the script was not shown, because a limit was reached: phrases for the log
/// @param trace what ran, if that was wanted
public record SieveOutcome(
        List<Action> actions,
        boolean keepsImplicitly,
        List<String> flags,
        EditedHeader.Changes header,
        Optional<Fault> fault,
        Set<String> cuts,
        List<TraceLine> trace) {
    /// Why a run ended early.
    ///
    /// @param at the command that ran
    /// @param why a phrase without a full stop
    public record Fault(Position at, String why) {
        /// `file:line:column: why`.
        @Override
        public String toString() {
            return at + ": " + why;
        }
    }

    /// Copies the lists.
    public SieveOutcome {
        actions = List.copyOf(actions);
        flags = List.copyOf(flags);
        cuts = Collections.unmodifiableSet(new LinkedHashSet<>(cuts));
        trace = List.copyOf(trace);
    }
}
