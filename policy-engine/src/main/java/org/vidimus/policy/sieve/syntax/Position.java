package org.vidimus.policy.sieve.syntax;

/// A place in a script.
///
/// Immutable.
///
/// @param file what the script is called
/// @param line from 1
/// @param column from 1, in UTF-16 code units; a tab is one column
public record Position(String file, int line, int column) {
    /// `file:line:column`.
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
