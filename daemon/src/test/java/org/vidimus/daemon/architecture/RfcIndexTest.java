package org.vidimus.daemon.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every RFC that a source cites is a row of docs/rfc-index.md, and every row says something true about the tree.
class RfcIndexTest {
    private static final Pattern CITATION =
            Pattern.compile("\\bRFC[ -]?(\\d{3,5})\\b|(?<!message|text)/rfc(\\d{3,5})\\b");
    private static final Pattern ROW = Pattern.compile(
            "\\| \\[(\\d+)]\\(https://www\\.rfc-editor\\.org/rfc/rfc(\\d+)\\) \\| (.+?) \\| (.+?) \\| (.*?) ?\\| (.*?) ?\\|");

    private record Row(String number, String link, String status, String packages) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Repository.root().resolve("docs/rfc-index.md"))) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("| [")) {
                assertTrue(row.matches(), () -> "not a row: " + line);
                rows.add(new Row(row.group(1), row.group(2), row.group(4), row.group(5)));
            }
        }
        assertTrue(rows.size() > 5, "next to no rows");
        return rows;
    }

    @Test
    void everyCitedRfcHasARow() throws IOException {
        Set<String> indexed = new HashSet<>();
        rows().forEach(row -> indexed.add(row.number()));
        TreeMap<String, String> missing = new TreeMap<>();
        for (Path source : Repository.sources()) {
            Matcher citation = CITATION.matcher(Files.readString(source));
            while (citation.find()) {
                String number = citation.group(1) != null ? citation.group(1) : citation.group(2);
                if (!indexed.contains(number)) {
                    missing.put(
                            "RFC " + number,
                            Repository.root().relativize(source).toString());
                }
            }
        }
        assertEquals("{}", missing.toString());
    }

    @Test
    void everyRowLinksItsOwnRfc() throws IOException {
        for (Row row : rows()) {
            assertEquals(row.number(), row.link());
        }
    }

    @Test
    void statusIsOneOfThreeAndPackagesExist() throws IOException {
        for (Row row : rows()) {
            assertTrue(Set.of("full", "partial", "no").contains(row.status()), row::toString);
            assertEquals(row.status().equals("no"), row.packages().isEmpty(), row::toString);
            for (String name : row.packages().split("[ ,`]+")) {
                assertTrue(name.isEmpty() || isPackage(name), () -> row + ": no package " + name);
            }
        }
    }

    /// True for a package of the tree, named from below `org.vidimus`: `milter.wire`.
    private static boolean isPackage(String name) {
        String folder = "src/main/java/org/vidimus/" + name.replace('.', '/');
        return Repository.MODULES.values().stream()
                .anyMatch(module ->
                        Files.isDirectory(Repository.root().resolve(module).resolve(folder)));
    }
}
