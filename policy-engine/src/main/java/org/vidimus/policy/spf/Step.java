package org.vidimus.policy.spf;

/// What became of one mechanism. Immutable.
sealed interface Step {
    /// It matched.
    record Match() implements Step {}

    /// It did not.
    ///
    /// @param why more about it, or nothing
    record NoMatch(String why) implements Step {}

    /// The evaluation is over.
    ///
    /// @param verdict `TempError` or `PermError`
    record Stop(SpfVerdict verdict) implements Step {}
}
