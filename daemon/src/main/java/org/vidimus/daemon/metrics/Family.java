package org.vidimus.daemon.metrics;

/// Metrics of one name that differ in their labels. Thread-safe.
///
/// @param <M> [Counter], [Gauge] or [Histogram]
public interface Family<M> {
    /// The one with these values of the family's labels, in the order in which they were declared. What the
    /// network says is never one of them: each new value is a new time series.
    M with(String... values);

    /// Forgets all values, for gauges that are set anew as a whole.
    void clear();
}
