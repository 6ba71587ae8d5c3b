package org.vidimus.milter.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.vidimus.milter.outside.Outside;

/// Recordings of the real MTAs, a folder for each.
final class Captures {
    private static final String ROOT = "milter-captures";

    private Captures() {}

    static Stream<Path> folders() {
        try (Stream<Path> folders = Files.list(Outside.reference(ROOT))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String name) {
        return Outside.reference(ROOT).resolve(name);
    }

    /// The lines of a file, one char an octet.
    static List<String> lines(Path file) {
        return Outside.octets(file).lines().toList();
    }
}
