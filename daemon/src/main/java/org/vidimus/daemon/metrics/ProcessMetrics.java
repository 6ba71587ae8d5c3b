package org.vidimus.daemon.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The process itself, under the names that Prometheus' own libraries use, so that ready-made boards work. What
/// the system does not tell is shown as NaN.
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final double MILLI = 1e-3;
    private static final double NANO = 1e-9;
    private static final double KIBI = 1024;

    private ProcessMetrics() {}

    static void register(Registry registry) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        registry.computedGauge(
                "process_start_time_seconds",
                "When the process started, in seconds since 1970",
                () -> runtime.getStartTime() * MILLI);
        registry.computedCounter(
                "process_cpu_seconds_total", "Time of processors that the process has used", ProcessMetrics::cpu);
        registry.computedGauge(
                "process_resident_memory_bytes", "Memory that the process holds", ProcessMetrics::resident);
        registry.computedGauge("process_open_fds", "Open file descriptors", ProcessMetrics::descriptors);
        registry.computedGauge(
                "jvm_memory_heap_used_bytes",
                "Heap in use, garbage included",
                () -> memory.getHeapMemoryUsage().getUsed());
        registry.computedGauge(
                "jvm_memory_heap_max_bytes",
                "The most that the heap may grow to",
                () -> memory.getHeapMemoryUsage().getMax());
    }

    private static double cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() * NANO)
                .orElse(Double.NaN);
    }

    private static double resident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToDouble(kibibytes -> Double.parseDouble(kibibytes) * KIBI)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException _) {
            return Double.NaN;
        }
    }

    private static double descriptors() {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException _) {
            return Double.NaN;
        }
    }
}
