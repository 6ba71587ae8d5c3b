package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.List;

/// Compares what a filter logged with what a transcript expects: lines in order, `*` for any run of characters, a line
/// `...` for any number of lines. Lines of one connection are compared with each other; `[2] ` in front names the
/// second.
public final class EventPattern {
    private EventPattern() {}

    /// The first difference, as lines; none when the events fit.
    public static List<String> differences(List<String> expected, List<String> logged) {
        List<String> found = new ArrayList<>();
        for (int connection = 1; connection <= connections(expected, logged); connection++) {
            String prefix = "[" + connection + "] ";
            List<String> patterns = of(expected, prefix, connection == 1);
            List<String> lines = of(logged, prefix, false).stream()
                    .filter(line -> !line.startsWith("negotiate ") || patterns.contains(line))
                    .toList();
            if (!fits(patterns, 0, lines, 0)) {
                found.add("events of connection " + connection + ":");
                patterns.forEach(line -> found.add("  expected " + line));
                lines.forEach(line -> found.add("  logged   " + line));
            }
        }
        return found;
    }

    /// Whether every connection that negotiated has been closed.
    static boolean allClosed(List<String> logged) {
        long opened =
                logged.stream().filter(line -> line.contains("] negotiate ")).count();
        return logged.stream().filter(line -> line.endsWith("] close")).count() >= opened;
    }

    private static int connections(List<String> expected, List<String> logged) {
        int highest = 1;
        for (List<String> lines : List.of(expected, logged)) {
            for (String line : lines) {
                if (line.startsWith("[")) {
                    highest = Math.max(highest, Integer.parseInt(line.substring(1, line.indexOf(']'))));
                }
            }
        }
        return highest;
    }

    private static List<String> of(List<String> lines, String prefix, boolean alsoBare) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix) || (alsoBare && !line.startsWith("[")))
                .map(line -> line.startsWith(prefix) ? line.substring(prefix.length()) : line)
                .toList();
    }

    private static boolean fits(List<String> patterns, int p, List<String> lines, int l) {
        if (p == patterns.size()) {
            return l == lines.size();
        }
        if (patterns.get(p).equals("...")) {
            for (int next = l; next <= lines.size(); next++) {
                if (fits(patterns, p + 1, lines, next)) {
                    return true;
                }
            }
            return false;
        }
        return l < lines.size() && Octets.matches(patterns.get(p), lines.get(l)) && fits(patterns, p + 1, lines, l + 1);
    }
}
