package org.vidimus.policy.base;

import java.time.Duration;

/// The checks of [Budgets] and the records in it. They are not in there because its defaults are made of those of
/// its parts: a part that called back while it is being initialised would find it half made, and leave it so.
final class Require {
    private Require() {}

    static void atLeastOne(String limit, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(limit + " must be at least 1, not " + value);
        }
    }

    static void positive(String limit, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(limit + " must be positive, not " + value);
        }
    }
}
