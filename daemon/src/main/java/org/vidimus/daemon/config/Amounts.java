package org.vidimus.daemon.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Time spans and sizes as people write them: a whole number and one unit, as in `30s` and `64K`.
public final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})([a-zA-Z]*)");

    private record Unit(String name, long size) {}

    // The largest first, so that the first that divides a value without a rest writes it shortest.
    private static final List<Unit> TIME = List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1000),
            new Unit("ms", 1));
    private static final List<Unit> BYTES =
            List.of(new Unit("G", 1 << 30), new Unit("M", 1 << 20), new Unit("K", 1 << 10), new Unit("", 1));

    private Amounts() {}

    /// A time span in `ms`, `s`, `m`, `h` or `d`; empty when the text is none, or too large to count.
    public static Optional<Duration> parseDuration(String text) {
        return parse(text, TIME).map(Duration::ofMillis);
    }

    /// A number of bytes, plain or in `K`, `M` or `G`.
    public static Optional<Long> parseSize(String text) {
        return parse(text, BYTES);
    }

    /// The shortest text for a time span of whole milliseconds.
    public static String format(Duration duration) {
        return format(duration.toMillis(), TIME, "0s");
    }

    /// The shortest text for a number of bytes.
    public static String formatSize(long bytes) {
        return format(bytes, BYTES, "0");
    }

    private static Optional<Long> parse(String text, List<Unit> units) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(amount.group(1));
        return units.stream()
                .filter(unit -> unit.name().equals(amount.group(2)))
                .filter(unit -> number <= Long.MAX_VALUE / unit.size())
                .map(unit -> number * unit.size())
                .findFirst();
    }

    private static String format(long value, List<Unit> units, String zero) {
        return units.stream()
                .filter(unit -> value != 0 && value % unit.size() == 0)
                .map(unit -> value / unit.size() + unit.name())
                .findFirst()
                .orElse(zero);
    }
}
