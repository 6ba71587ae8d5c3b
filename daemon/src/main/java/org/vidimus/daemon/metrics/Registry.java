package org.vidimus.daemon.metrics;

import java.util.List;
import java.util.function.DoubleSupplier;

/// All metrics, as Prometheus reads them. Thread-safe.
public interface Registry {
    /// Declares counters.
    ///
    /// @param name as it is shown, so with `_total` at the end
    /// @param help one sentence without a full stop
    Family<Counter> counters(String name, String help, String... labels);

    /// Declares gauges.
    Family<Gauge> gauges(String name, String help, String... labels);

    /// Declares a histogram.
    ///
    /// @param bounds the upper bounds of the buckets, rising, without infinity
    Histogram histogram(String name, String help, List<Double> bounds);

    /// Declares a gauge that is asked for its value whenever it is shown.
    void computedGauge(String name, String help, DoubleSupplier value);

    /// Declares a counter that somebody else counts, likewise.
    void computedCounter(String name, String help, DoubleSupplier value);

    /// Everything in the text format of Prometheus, version 0.0.4.
    String text();
}
