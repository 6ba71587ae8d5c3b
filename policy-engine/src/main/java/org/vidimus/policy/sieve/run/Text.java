package org.vidimus.policy.sieve.run;

import java.util.Optional;

/// A string of a script, which may depend on the run where variables stand in it.
public interface Text {
    /// Its value now.
    String in(Run run);

    /// Its value where that is always the same.
    default Optional<String> constant() {
        return Optional.empty();
    }

    /// A string that is always the same.
    static Text of(String value) {
        return new Constant(value);
    }

    /// A string that is always the same.
    record Constant(String value) implements Text {
        @Override
        public String in(Run run) {
            return value;
        }

        @Override
        public Optional<String> constant() {
            return Optional.of(value);
        }
    }
}
