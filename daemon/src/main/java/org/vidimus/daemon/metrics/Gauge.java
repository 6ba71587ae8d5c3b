package org.vidimus.daemon.metrics;

/// A number that goes up and down. Thread-safe.
public interface Gauge {
    /// Replaces the number.
    void set(double value);
}
