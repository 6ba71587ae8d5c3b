package org.vidimus.daemon.wiring;

import java.util.function.Function;
import java.util.function.Supplier;
import org.vidimus.milter.filter.Filter;
import org.vidimus.policy.pipeline.LocalPolicy;

/// The filter that the next connection gets: one reference, which is swapped whole.
///
/// What rules of the administrator's own need of an MTA, such as to change recipients, is agreed on at the
/// beginning of a connection. So a connection keeps the rules that it began with, and all of its messages do.
///
/// Thread-safe.
final class CurrentFilter implements Supplier<Filter<?, ?>> {
    private final Function<LocalPolicy, Filter<?, ?>> making;
    private volatile Filter<?, ?> current;

    /// @param making makes the filter that asks these rules
    CurrentFilter(Function<LocalPolicy, Filter<?, ?>> making, LocalPolicy first) {
        this.making = making;
        this.current = making.apply(first);
    }

    @Override
    public Filter<?, ?> get() {
        return current;
    }

    /// Puts other rules in place, for connections from now on.
    void replace(LocalPolicy rules) {
        current = making.apply(rules);
    }
}
