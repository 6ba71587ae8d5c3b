package org.vidimus.policy.sieve.syntax;

import java.util.List;

/// A test as it stands in a script (§5).
///
/// Immutable.
///
/// @param name in lower case
/// @param arguments in order
/// @param tests the test or tests that follow the arguments
/// @param at where its name begins
public record TestNode(String name, List<Argument> arguments, List<TestNode> tests, Position at) {
    /// Copies the lists.
    public TestNode {
        arguments = List.copyOf(arguments);
        tests = List.copyOf(tests);
    }
}
