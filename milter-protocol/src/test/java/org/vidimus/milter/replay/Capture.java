package org.vidimus.milter.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.milter.wire.WireLog;

/// A recorded conversation of a real MTA with a filter.
///
/// @param name the folder: the MTA and the scenario
/// @param lines all connections, in the order recorded
record Capture(String name, List<WireLog.Line> lines) {
    private static final Pattern SHORTENED = Pattern.compile("(.*) len=(\\d+) (.) b'(.*)'\\.\\.\\.b'(.*)'");

    Capture {
        lines = List.copyOf(lines);
    }

    static List<Capture> all(Path folder) throws IOException {
        List<Capture> captures = new ArrayList<>();
        try (var folders = Files.list(folder)) {
            for (Path one : folders.sorted().toList()) {
                captures.add(read(one));
            }
        }
        return captures;
    }

    private static Capture read(Path folder) throws IOException {
        List<String> rows = Files.readAllLines(folder.resolve("wire.log"), StandardCharsets.UTF_8).stream()
                .map(Capture::restore)
                .toList();
        return new Capture(folder.getFileName().toString(), WireLog.parse(rows));
    }

    /// The recorder left out the middle of long payloads that repeat one letter: put it back.
    private static String restore(String row) {
        Matcher shortened = SHORTENED.matcher(row);
        if (!shortened.matches()) {
            return row;
        }
        String head = shortened.group(4);
        String tail = shortened.group(5);
        int shown = octets(head) + octets(tail) + 1;
        int missing = Integer.parseInt(shortened.group(2)) - shown;
        String middle = head.substring(head.length() - 1).repeat(missing);
        return "%s len=%s %s b'%s%s%s'"
                .formatted(shortened.group(1), shortened.group(2), shortened.group(3), head, middle, tail);
    }

    private static int octets(String quoted) {
        return quoted.replaceAll("\\\\x..|\\\\.", "_").length();
    }

    /// The lines of each connection; replies go with the connection of the command they follow.
    SequencedMap<Integer, List<WireLog.Line>> connections() {
        TreeMap<Integer, List<WireLog.Line>> connections = new TreeMap<>();
        int connection = 1;
        for (WireLog.Line line : lines) {
            if (line instanceof WireLog.FromMta(int number, var frame)) {
                connection = number;
            }
            connections.computeIfAbsent(connection, _ -> new ArrayList<>()).add(line);
        }
        return connections;
    }

    @Override
    public String toString() {
        return name;
    }
}
