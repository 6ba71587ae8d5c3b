package org.vidimus.policy.sieve.compile;

import org.vidimus.policy.sieve.run.Condition;

/// A test that scripts can use.
///
/// Immutable.
///
/// @param name in lower case
/// @param shape what it takes
/// @param compiler makes a condition of a use of it
public record TestWord(String name, Shape shape, Compiler compiler) {
    /// Makes a condition of a use of a test.
    @FunctionalInterface
    public interface Compiler {
        /// The condition; mistakes are told to the compilation.
        Condition compile(Call call, Compilation compilation);
    }
}
