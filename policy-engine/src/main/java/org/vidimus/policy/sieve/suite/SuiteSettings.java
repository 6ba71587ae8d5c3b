package org.vidimus.policy.sieve.suite;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;

/// How files of tests are run.
///
/// Immutable.
///
/// @param limits of the scripts that are tested. Default: [Budgets.Sieve#DEFAULT]
/// @param time now, as scripts see it
/// @param nanoTime a clock of nanoseconds that only moves forward, for the limit of time
/// @param deliveryFlags what the mail store adds to every message by itself. Dovecot marks what has no
///     attachment with `$HasNoAttachment`, and its tests count that. Default: nothing
public record SuiteSettings(
        Budgets.Sieve limits, ZonedDateTime time, LongSupplier nanoTime, List<String> deliveryFlags) {
    /// Copies the list.
    public SuiteSettings {
        deliveryFlags = List.copyOf(deliveryFlags);
    }

    /// The defaults.
    public static SuiteSettings of(ZonedDateTime time, LongSupplier nanoTime) {
        return new SuiteSettings(Budgets.Sieve.DEFAULT, time, nanoTime, List.of());
    }
}
