package org.vidimus.policy.sieve.compile;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Position;

/// A part of the language: the base, which is always there, or what a script has to `require` (§6).
///
/// Immutable.
public interface Extension {
    /// What scripts require; empty for the base.
    String capability();

    /// Its commands.
    default List<CommandWord> commands() {
        return List.of();
    }

    /// Its tests.
    default List<TestWord> tests() {
        return List.of();
    }

    /// Whether scripts that run then can have it.
    default boolean isFor(Phase phase) {
        return true;
    }

    /// Other extensions that come with it.
    default List<String> implied() {
        return List.of();
    }

    /// What a string of the script is once this extension is required: `${hex: 40}` is `@`. Asked before
    /// [#text].
    default String decoded(String literal, Position at, Compilation compilation) {
        return literal;
    }

    /// The string of the script as one that depends on the run; empty if it does not.
    default Optional<Text> text(String literal, Position at, Compilation compilation) {
        return Optional.empty();
    }
}
