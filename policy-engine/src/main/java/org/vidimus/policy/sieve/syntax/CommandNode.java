package org.vidimus.policy.sieve.syntax;

import java.util.List;
import java.util.Optional;

/// A command as it stands in a script (§2.9).
///
/// Immutable.
///
/// @param name in lower case
/// @param arguments in order
/// @param tests the test or tests that follow the arguments
/// @param block the commands in braces; empty where a semicolon ends the command
/// @param at where its name begins
public record CommandNode(
        String name, List<Argument> arguments, List<TestNode> tests, Optional<List<CommandNode>> block, Position at) {
    /// Copies the lists.
    public CommandNode {
        arguments = List.copyOf(arguments);
        tests = List.copyOf(tests);
        block = block.map(List::copyOf);
    }
}
