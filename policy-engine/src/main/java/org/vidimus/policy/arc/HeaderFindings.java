package org.vidimus.policy.arc;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;

/// What the header alone says of a chain. Immutable.
///
/// @param failure what breaks the chain; empty if every seal and the header of the newest message signature
///     verify
/// @param oldestHeader the instance of the oldest message signature whose header verifies, as do those of all
///     newer ones; only without a failure
/// @param steps what was done
record HeaderFindings(Optional<Failure> failure, int oldestHeader, List<String> steps) {
    /// What breaks a chain.
    ///
    /// @param where which field
    /// @param problem what is wrong with it
    record Failure(String where, DkimProblem problem) {
        String text() {
            return where + ": " + problem.text();
        }

        /// Whether it may be gone the next time.
        boolean isTemporary() {
            return problem.cause() == DkimCause.KEY_UNAVAILABLE || problem.cause() == DkimCause.INTERRUPTED;
        }
    }

    HeaderFindings {
        steps = List.copyOf(steps);
    }
}
