package org.vidimus.daemon.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vidimus.daemon.cli.Cli;
import org.vidimus.daemon.config.Keys;

/// The manual pages and the reference in `docs` say what the program says. After a change of a key or an option, run
///
/// `mvn verify -pl daemon -am -Dvidimus.docs=write`
///
/// and commit what it wrote.
class GeneratedDocsTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path MAN = DOCS.resolve("man");
    private static final boolean WRITE = "write".equals(System.getProperty("vidimus.docs"));

    @Test
    void docsAreCurrent() throws IOException {
        if (WRITE) {
            write();
        }
        for (Map.Entry<Path, String> file : files().entrySet()) {
            assertTrue(Files.exists(file.getKey()), file.getKey() + " is missing; see the comment of this test");
            assertEquals(
                    file.getValue(),
                    Files.readString(file.getKey()),
                    file.getKey() + " is out of date; see the comment of this test");
        }
        try (Stream<Path> pages = Files.list(MAN)) {
            pages.forEach(page -> assertTrue(files().containsKey(page), page + " is of a command that is gone"));
        }
    }

    private static void write() throws IOException {
        Files.createDirectories(MAN);
        try (Stream<Path> pages = Files.list(MAN)) {
            for (Path page : pages.toList()) {
                Files.delete(page);
            }
        }
        for (Map.Entry<Path, String> file : files().entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    @Test
    void everyPageThatIsReferredToExists() {
        Set<String> known = pages().map(Manual::fileName).collect(Collectors.toSet());
        pages().forEach(page -> page.blocks().stream()
                .filter(block -> block instanceof Block.Paragraph(String text) && text.startsWith("vidimus"))
                .flatMap(block -> Stream.of(((Block.Paragraph) block).text().split(", ", -1)))
                .filter(reference -> reference.matches("vidimus[-.a-z]*\\(\\d\\)"))
                .map(reference -> reference.replace("(", ".").replace(")", ""))
                .forEach(reference -> assertTrue(known.contains(reference), page.name() + " names " + reference)));
    }

    private static Stream<Manual> pages() {
        return Stream.concat(Cli.manuals(), Stream.of(ConfigManual.of(Keys.ROOT)));
    }

    private static Map<Path, String> files() {
        var files = new TreeMap<Path, String>();
        pages().forEach(page -> files.put(MAN.resolve(page.fileName()), Roff.of(page)));
        files.put(
                DOCS.resolve("configuration.md"),
                Markdown.of(ConfigManual.of(Keys.ROOT), "The configuration file, key by key"));
        return files;
    }
}
