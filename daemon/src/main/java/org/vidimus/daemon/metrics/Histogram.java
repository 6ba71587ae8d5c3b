package org.vidimus.daemon.metrics;

/// Counts how often values fell below each of a few bounds. Thread-safe.
public interface Histogram {
    /// Counts one value.
    void observe(double value);
}
