package org.vidimus.policy.sieve.run;

import java.util.function.Function;

/// A place in a run for what one extension keeps there, such as the flags of imap4flags. Each `Slot` is a place
/// of its own.
///
/// @param <T> what is kept
public final class Slot<T> {
    private final Function<Run, T> initial;

    /// A place.
    ///
    /// @param initial makes what stands there when it is first asked for
    public Slot(Function<Run, T> initial) {
        this.initial = initial;
    }

    T begin(Run run) {
        return initial.apply(run);
    }
}
