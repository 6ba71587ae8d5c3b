package org.vidimus.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a configuration file that holds every key with its documentation and its default.
public final class DefaultFile {
    private static final int WIDTH = 100;

    private DefaultFile() {}

    /// The file for the keys of `root`; read again, it yields the defaults.
    public static String of(TableType root) {
        var lines = new ArrayList<String>();
        lines.add("# The configuration of Vidimus: every key with its default.");
        for (Key<?> key : root.keys()) {
            lines.add("");
            write(key, "", lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void write(Key<?> key, String path, List<String> lines) {
        comment(key.doc(), lines);
        String name = path.isEmpty() ? key.name() : path + "." + key.name();
        if (key.type() instanceof TableType table) {
            lines.add("[" + name + "]");
            for (Key<?> below : table.keys()) {
                lines.add("");
                write(below, name, lines);
            }
            return;
        }
        Optional<TableType> element = key.repeated();
        if (element.isPresent()) {
            comment("For example:", lines);
            lines.add("# [[" + name + "]]");
            element.get().keys().stream()
                    .filter(below -> !below.example().isEmpty())
                    .filter(below -> below.fallback().isEmpty() || below.name().equals("keys"))
                    .forEach(below -> lines.add("# " + below.name() + " = " + below.example()));
            return;
        }
        comment("Expected: " + key.type().expects() + ".", lines);
        lines.add(key.fallbackToml()
                .map(toml -> key.name() + " = " + toml)
                .orElseGet(() -> "# " + key.name() + " = " + key.example()));
    }

    private static void comment(String text, List<String> lines) {
        var line = new StringBuilder("#");
        for (String word : text.replace("`", "").split(" ", -1)) {
            if (line.length() > 1 && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
    }
}
