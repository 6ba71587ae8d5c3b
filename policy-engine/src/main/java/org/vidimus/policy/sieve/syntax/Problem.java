package org.vidimus.policy.sieve.syntax;

/// Something about a script that its author should know.
///
/// Immutable.
///
/// @param at where
/// @param severity whether the script can be run
/// @param text what is wrong, for the author: a phrase without a full stop
public record Problem(Position at, Severity severity, String text) {
    /// What follows from a problem.
    public enum Severity {
        /// The script is not run.
        ERROR,
        /// The script is run, but may not do what it seems to.
        WARNING
    }

    /// A problem because of which the script is not run.
    public static Problem error(Position at, String text) {
        return new Problem(at, Severity.ERROR, text);
    }

    /// A problem that does not keep the script from running.
    public static Problem warning(Position at, String text) {
        return new Problem(at, Severity.WARNING, text);
    }

    /// Whether the script is not run.
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// `file:line:column: text`, with `warning: ` before the text of a warning.
    @Override
    public String toString() {
        return at + ": " + (isError() ? "" : "warning: ") + text;
    }
}
