package org.vidimus.policy.sieve.syntax;

import java.util.List;

/// What the parser made of a text.
public sealed interface ParsedScript {
    /// A script.
    ///
    /// @param commands in order
    record Ok(List<CommandNode> commands) implements ParsedScript {
        /// Copies the list.
        public Ok {
            commands = List.copyOf(commands);
        }
    }

    /// No script.
    ///
    /// @param problems what is wrong with it, at least one thing
    record Malformed(List<Problem> problems) implements ParsedScript {
        /// Copies the list.
        public Malformed {
            problems = List.copyOf(problems);
        }
    }
}
