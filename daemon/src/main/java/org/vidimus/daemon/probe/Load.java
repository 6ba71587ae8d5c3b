package org.vidimus.daemon.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.text.Json;
import org.vidimus.daemon.text.NetworkText;

/// How many messages went through, and how fast. Immutable.
///
/// @param messages how many were sent
/// @param errors how many of them a filter did not handle
/// @param firstError why one of them was not
/// @param elapsed from the first to the last
/// @param verdicts how often each was given
/// @param median half of the messages took no longer, from the connection to the verdict
/// @param most 99 of 100 took no longer
/// @param longest all took no longer
public record Load(
        int messages,
        int errors,
        Optional<String> firstError,
        Duration elapsed,
        Map<String, Integer> verdicts,
        Duration median,
        Duration most,
        Duration longest) {
    public Load {
        verdicts = Map.copyOf(verdicts);
    }

    private double rate() {
        return messages / (elapsed.toNanos() / 1e9);
    }

    private static double milliseconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e3) / 1e3;
    }

    /// Lines for people.
    public List<String> lines() {
        return List.of(
                String.format(Locale.ROOT, "messages %d in %.3f s", messages, elapsed.toNanos() / 1e9),
                String.format(Locale.ROOT, "rate     %.1f/s", rate()),
                String.format(
                        Locale.ROOT,
                        "latency  p50 %.3f ms, p99 %.3f ms, longest %.3f ms",
                        milliseconds(median),
                        milliseconds(most),
                        milliseconds(longest)),
                "verdicts " + sortedVerdicts(),
                "errors   " + errors
                        + firstError
                                .map(why -> ", such as: " + NetworkText.escape(why))
                                .orElse(""));
    }

    private String sortedVerdicts() {
        return String.join(
                ", ",
                verdicts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .sorted()
                        .toList());
    }

    /// One JSON object with the same, latencies in milliseconds.
    public String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("messages", messages);
        object.put("errors", errors);
        firstError.ifPresent(why -> object.put("why", why));
        object.put("seconds", elapsed.toNanos() / 1e9);
        object.put("rate", Math.round(rate() * 10) / 10.0);
        object.put("p50-ms", milliseconds(median));
        object.put("p99-ms", milliseconds(most));
        object.put("longest-ms", milliseconds(longest));
        object.put("verdicts", verdicts);
        return Json.of(object);
    }
}
