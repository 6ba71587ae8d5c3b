package org.vidimus.policy.sieve.run;

import java.util.Optional;

/// A test as it runs.
@FunctionalInterface
public interface Condition {
    /// Whether it is true.
    ///
    /// @throws SieveFault if the run has to end
    boolean holds(Run run);

    /// What it says in every run, where `ihave` decides that ([RFC
    /// 5463](https://www.rfc-editor.org/rfc/rfc5463)).
    default Optional<Boolean> known() {
        return Optional.empty();
    }

    /// A test that says the same in every run.
    record Known(boolean value) implements Condition {
        @Override
        public boolean holds(Run run) {
            return value;
        }

        @Override
        public Optional<Boolean> known() {
            return Optional.of(value);
        }
    }
}
