package org.vidimus.policy.sieve.suite;

import java.util.Optional;
import org.vidimus.policy.sieve.syntax.Position;

/// What came of one `test` of a file.
///
/// Immutable.
///
/// @param name what the file calls it
/// @param at where it begins
/// @param failure why it failed; empty if it passed
public record CaseResult(String name, Position at, Optional<Failure> failure) {
    /// Why a test failed.
    ///
    /// @param at the command that found out
    /// @param why its words
    public record Failure(Position at, String why) {
        /// `file:line:column: why`.
        @Override
        public String toString() {
            return at + ": " + why;
        }
    }

    /// Whether it passed.
    public boolean passed() {
        return failure.isEmpty();
    }
}
