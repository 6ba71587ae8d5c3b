package org.vidimus.daemon.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.DoubleSupplier;

/// The metrics as Prometheus' simpleclient keeps them. No other class names that library: the day its successor
/// takes over, this one changes.
///
/// Thread-safe.
public final class SimpleClientRegistry implements Registry {
    private final CollectorRegistry collectors = new CollectorRegistry();

    @Override
    public Family<Counter> counters(String name, String help, String... labels) {
        io.prometheus.client.Counter all = io.prometheus.client.Counter.build(name, help)
                .labelNames(labels)
                .withoutExemplars()
                .register(collectors);
        return new Family<>() {
            @Override
            public Counter with(String... values) {
                return all.labels(values)::inc;
            }

            @Override
            public void clear() {
                all.clear();
            }
        };
    }

    @Override
    public Family<Gauge> gauges(String name, String help, String... labels) {
        io.prometheus.client.Gauge all =
                io.prometheus.client.Gauge.build(name, help).labelNames(labels).register(collectors);
        return new Family<>() {
            @Override
            public Gauge with(String... values) {
                return all.labels(values)::set;
            }

            @Override
            public void clear() {
                all.clear();
            }
        };
    }

    @Override
    public Histogram histogram(String name, String help, List<Double> bounds) {
        return io.prometheus.client.Histogram.build(name, help)
                .buckets(bounds.stream().mapToDouble(Double::doubleValue).toArray())
                .withoutExemplars()
                .register(collectors)::observe;
    }

    @Override
    public void computedGauge(String name, String help, DoubleSupplier value) {
        register(name, name, Collector.Type.GAUGE, help, value);
    }

    @Override
    public void computedCounter(String name, String help, DoubleSupplier value) {
        // The library's families of counters are named without the suffix that their samples have.
        register(name.replaceAll("_total$", ""), name, Collector.Type.COUNTER, help, value);
    }

    private void register(String family, String sample, Collector.Type type, String help, DoubleSupplier value) {
        new Collector() {
            @Override
            public List<MetricFamilySamples> collect() {
                var now = new MetricFamilySamples.Sample(sample, List.of(), List.of(), value.getAsDouble());
                return List.of(new MetricFamilySamples(family, type, help, List.of(now)));
            }
        }.register(collectors);
    }

    @Override
    public String text() {
        var text = new StringWriter();
        try {
            // When each series was made: twice as many of them, for nothing that a reader of this format can
            // use.
            TextFormat.write004(
                    text, collectors.filteredMetricFamilySamples((String name) -> !name.endsWith("_created")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
