package org.vidimus.daemon.metrics;

/// A number that only grows. Thread-safe.
public interface Counter {
    /// Adds one.
    void increment();
}
