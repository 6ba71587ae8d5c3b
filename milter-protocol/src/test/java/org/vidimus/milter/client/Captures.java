package org.vidimus.milter.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// Recordings of the real MTAs, which lie beside the repository: `-Dvidimus.reference` or `VIDIMUS_REFERENCE`
/// names another place. Where they are missing the tests are skipped and say so; `VIDIMUS_REQUIRE_SUITES=1`
/// fails them.
final class Captures {
    private Captures() {}

    /// A folder for each recording.
    static Stream<Path> folders() {
        Path root = root();
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String name) {
        return root().resolve(name);
    }

    /// The lines of a file, one char an octet.
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        String named = System.getProperty(
                "vidimus.reference", System.getenv().getOrDefault("VIDIMUS_REFERENCE", "../../shared/reference"));
        Path root = Path.of(named).toAbsolutePath().normalize().resolve("milter-captures");
        if (!Files.isDirectory(root)) {
            String why = "no recordings at " + root + "; VIDIMUS_REFERENCE names another place";
            if ("1".equals(System.getenv("VIDIMUS_REQUIRE_SUITES"))) {
                Assertions.fail(why);
            }
            System.err.println("SKIPPED: " + why);
            Assumptions.abort(why);
        }
        return root;
    }
}
