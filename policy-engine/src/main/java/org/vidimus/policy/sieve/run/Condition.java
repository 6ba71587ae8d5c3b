package org.vidimus.policy.sieve.run;

/// A test as it runs.
@FunctionalInterface
public interface Condition {
    /// Whether it is true.
    ///
    /// @throws SieveFault if the run has to end
    boolean holds(Run run);
}
