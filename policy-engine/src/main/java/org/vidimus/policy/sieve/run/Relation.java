package org.vidimus.policy.sieve.run;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A relational operator ([RFC 5231 §4](https://www.rfc-editor.org/rfc/rfc5231#section-4)).
public enum Relation {
    /// Greater than.
    GT,
    /// Greater than or equal.
    GE,
    /// Less than.
    LT,
    /// Less than or equal.
    LE,
    /// Equal.
    EQ,
    /// Not equal.
    NE;

    /// The operator that a script calls `name`, in any case.
    public static Optional<Relation> named(String name) {
        return Stream.of(values())
                .filter(r -> r.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /// Whether it is so.
    ///
    /// @param order negative if the value comes before the key, zero if they are the same
    public boolean holds(int order) {
        return switch (this) {
            case GT -> order > 0;
            case GE -> order >= 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case EQ -> order == 0;
            case NE -> order != 0;
        };
    }
}
