package org.vidimus.daemon.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes `docs/conformance.md`: for every item of `docs/checklist.md` and every section of an RFC that a test
/// cites, the tests. It needs nothing but a JDK, so that it takes two seconds and no build:
///
/// `java daemon/src/test/java/org/vidimus/daemon/conformance/Conformance.java`
///
/// in the folder of the repository, or `.ci/conformance`, which finds the JDK.
final class Conformance {
    static final String FILE = "docs/conformance.md";

    private static final Pattern ITEM = Pattern.compile("- \\*\\*([A-Z]+-\\d+)\\*\\* (.*)");
    private static final Pattern SECTION =
            Pattern.compile("RFC (\\d+)(?: (§[0-9]+(?:\\.[0-9]+)*|Appendix [A-Z](?:\\.[0-9]+)*))?");
    private static final Pattern INDEX = Pattern.compile("\\| \\[(\\d+)]\\([^)]*\\) \\| ([^|]*) \\|.*");
    private static final Pattern NUMBERS = Pattern.compile("\\d+");

    private final Path root;
    private final Map<String, String> groups = new LinkedHashMap<>(); // MSG -> The message
    private final Map<String, String> items = new LinkedHashMap<>(); // MSG-1 -> what it says
    private final Map<String, Map<Path, Set<String>>> pins = new TreeMap<>(Comparator.comparing(Conformance::key));

    private Conformance(Path root) {
        this.root = root;
    }

    /// Writes the file of the repository in this folder.
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
        Files.writeString(root.resolve(FILE), report(root));
    }

    /// What the file has to say.
    ///
    /// @throws IllegalArgumentException if a test cites something that is neither an item nor a section
    static String report(Path root) throws IOException {
        Conformance conformance = new Conformance(root);
        conformance.readChecklist();
        conformance.readTests();
        return conformance.text();
    }

    private void readChecklist() throws IOException {
        for (String line : Files.readAllLines(root.resolve("docs/checklist.md"))) {
            Matcher item = ITEM.matcher(line);
            if (line.startsWith("## ")) {
                String[] parts = line.substring(3).split(": ", 2);
                groups.put(parts[0], parts[1]);
            } else if (item.matches()) {
                items.put(item.group(1), item.group(2));
            } else if (line.startsWith("  ")) {
                items.computeIfPresent(List.copyOf(items.keySet()).getLast(), (_, text) -> text + " " + line.strip());
            }
        }
    }

    private void readTests() throws IOException {
        List<Path> sources;
        try (Stream<Path> modules = Files.list(root)) {
            sources = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
        for (Path module : sources) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    readTest(file);
                }
            }
        }
    }

    private void readTest(Path file) throws IOException {
        for (SpecScanner.Pin pin : SpecScanner.scan(Files.readString(file))) {
            if (!items.containsKey(pin.rule()) && !SECTION.matcher(pin.rule()).matches()) {
                throw new IllegalArgumentException(root.relativize(file) + ": @Spec(\"" + pin.rule()
                        + "\") is neither an item of docs/checklist.md nor a section such as RFC 7208 §4.6.4");
            }
            pins.computeIfAbsent(pin.rule(), _ -> new TreeMap<>())
                    .computeIfAbsent(root.relativize(file), _ -> new TreeSet<>())
                    .add(pin.test());
        }
    }

    private String text() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Rules and the tests that pin them",
                "",
                "Generated from the `@Spec` annotations of the tests by `.ci/conformance`; do not edit. The items are those of",
                "[checklist.md](checklist.md). An item without a test is not necessarily a rule that is broken, but nobody would notice",
                "if it were. A name in parentheses is a class whose tests are all about the rule.",
                ""));
        summary(lines);
        groups.forEach((group, title) -> group(group, title, lines));
        Map<String, String> titles = new TreeMap<>();
        for (String line : Files.readAllLines(root.resolve("docs/rfc-index.md"))) {
            Matcher row = INDEX.matcher(line);
            if (row.matches()) {
                titles.put(row.group(1), row.group(2));
            }
        }
        String rfc = "";
        for (Map.Entry<String, Map<Path, Set<String>>> pin : pins.entrySet()) {
            Matcher section = SECTION.matcher(pin.getKey());
            if (section.matches()) {
                String number = section.group(1);
                if (!number.equals(rfc)) {
                    rfc = number;
                    lines.addAll(List.of(
                            "",
                            "## RFC " + number + ": " + titles.getOrDefault(number, "not in the index"),
                            "",
                            "| section | tests |",
                            "|---|---|"));
                }
                lines.add("| " + link(section) + " | " + tests(pin.getValue()) + " |");
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private void summary(List<String> lines) {
        lines.addAll(List.of("| group | items | with a test | without |", "|---|---|---|---|"));
        groups.forEach((group, title) -> {
            List<String> all = itemsOf(group);
            List<String> gaps =
                    all.stream().filter(item -> !pins.containsKey(item)).toList();
            lines.add("| %s: %s | %d | %d | %s |"
                    .formatted(group, title, all.size(), all.size() - gaps.size(), String.join(" ", gaps)));
        });
    }

    private List<String> itemsOf(String group) {
        return items.keySet().stream()
                .filter(item -> item.startsWith(group + "-"))
                .toList();
    }

    private void group(String group, String title, List<String> lines) {
        lines.addAll(List.of("", "## " + group + ": " + title, "", "| item | what it asks | tests |", "|---|---|---|"));
        for (String item : itemsOf(group)) {
            String tests = pins.containsKey(item) ? tests(pins.getOrDefault(item, Map.of())) : "**none**";
            lines.add("| " + item + " | " + shortened(items.getOrDefault(item, "")) + " | " + tests + " |");
        }
    }

    private static String link(Matcher section) {
        String url = "https://www.rfc-editor.org/rfc/rfc" + section.group(1);
        if (section.group(2) == null) {
            return "[all](" + url + ")";
        }
        String anchor = section.group(2).startsWith("§")
                ? "#section-" + section.group(2).substring(1)
                : "#appendix-" + section.group(2).substring("Appendix ".length());
        return "[" + section.group(2) + "](" + url + anchor + ")";
    }

    /// The tests of a rule by class, with a link to each.
    private static String tests(Map<Path, Set<String>> byFile) {
        return byFile.entrySet().stream()
                .map(entry -> {
                    String name = entry.getKey().getFileName().toString().replace(".java", "");
                    String link = "[" + name + "](../" + entry.getKey() + ")";
                    return entry.getValue().contains("")
                            ? "(" + link + ")"
                            : link + ": " + String.join(", ", entry.getValue());
                })
                .collect(Collectors.joining("; "));
    }

    /// The beginning of an item, safe in a table.
    private static String shortened(String text) {
        String one = text.replace("|", "\\|");
        int end = one.length() <= 110 ? one.length() : one.lastIndexOf(' ', 110);
        return one.substring(0, end) + (end < one.length() ? " ..." : "");
    }

    /// Citations in the order of their numbers: every number gets as many digits as the longest.
    private static String key(String rule) {
        return NUMBERS.matcher(rule)
                .replaceAll(number -> "0".repeat(6 - number.group().length()) + number.group());
    }
}
