package org.vidimus.milter.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// What some tests need from outside the repository: folders of captures and suites, and programs of the system.
///
/// Where one is missing, the test says so on standard error and is skipped, unless an environment variable
/// `VIDIMUS_REQUIRE_x=1` makes that a failure, as the continuous integration does.
public final class Outside {
    private Outside() {}

    /// The folder of wire captures: `VIDIMUS_REFERENCE` or `-Dvidimus.reference`, otherwise beside the repository.
    public static Path reference(String below) {
        return folder("VIDIMUS_REFERENCE", "vidimus.reference", "reference").resolve(below);
    }

    /// A suite of another project: `VIDIMUS_SUITES` or `-Dvidimus.suites`, otherwise beside the repository.
    public static Path suite(String name) {
        return folder("VIDIMUS_SUITES", "vidimus.suites", "suites").resolve(name);
    }

    private static Path folder(String variable, String property, String name) {
        String named = System.getProperty(property, System.getenv().getOrDefault(variable, ""));
        Path folder = named.isEmpty() ? repository().resolveSibling("shared").resolve(name) : Path.of(named);
        if (!Files.isDirectory(folder)) {
            missing("VIDIMUS_REQUIRE_SUITES", "no folder " + folder + "; set " + variable);
        }
        return folder;
    }

    /// The root of the repository: the farthest folder above the working directory that has a pom.xml.
    public static Path repository() {
        Path root = Path.of("").toAbsolutePath();
        for (Path at = root; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("pom.xml"))) {
                root = at;
            }
        }
        return root;
    }

    /// Skips the test, loudly, or fails it when the environment variable says 1.
    public static void missing(String requirement, String what) {
        if ("1".equals(System.getenv(requirement))) {
            Assertions.fail(requirement + "=1, but: " + what);
        }
        System.err.println("SKIPPED: " + what);
        Assumptions.abort(what);
    }

    /// Where a program lies on the PATH or among the system's own folders.
    public static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin";
        for (String folder : path.split(":")) {
            Path file = Path.of(folder, name);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// Reads a text file of octets, one character each.
    public static String octets(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
