package org.vidimus.policy.sieve.syntax;

import java.util.List;

/// An argument of a command or a test (§2.6).
public sealed interface Argument {
    /// Where it begins.
    Position at();

    /// A tagged argument's tag (§2.6.2).
    ///
    /// @param name without the colon, in lower case
    record Tag(String name, Position at) implements Argument {
        /// As in a script.
        @Override
        public String toString() {
            return ":" + name;
        }
    }

    /// A number (§2.4.1).
    ///
    /// @param value with its quantifier applied: 0 to 2⁶³-1
    record Numeral(long value, Position at) implements Argument {
        /// In decimal digits.
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /// A string or a list of them (§2.4.2.1).
    ///
    /// @param values in order; may be none in a list
    /// @param list whether it was written with brackets
    record Strings(List<Literal> values, boolean list, Position at) implements Argument {
        /// Copies the list.
        public Strings {
            values = List.copyOf(values);
        }

        /// For messages: what it is, not what it says.
        @Override
        public String toString() {
            return list ? "a string list" : "a string";
        }
    }
}
