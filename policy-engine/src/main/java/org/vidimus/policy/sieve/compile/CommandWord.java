package org.vidimus.policy.sieve.compile;

import org.vidimus.policy.sieve.run.Step;

/// A command that scripts can use.
///
/// Immutable.
///
/// @param name in lower case
/// @param shape what it takes
/// @param compiler makes a step of a use of it
public record CommandWord(String name, Shape shape, Compiler compiler) {
    /// Makes a step of a use of a command.
    @FunctionalInterface
    public interface Compiler {
        /// The step; mistakes are told to the compilation.
        Step compile(Call call, Compilation compilation);
    }
}
