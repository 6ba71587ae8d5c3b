package org.vidimus.daemon.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The source tree this test was built from.
final class Repository {
    /// Each module's folder by its root package.
    static final Map<String, String> MODULES = Map.of(
            "org.vidimus.milter", "milter-protocol",
            "org.vidimus.policy", "policy-engine",
            "org.vidimus.signer", "signer",
            "org.vidimus.mta", "mta-lite",
            "org.vidimus.daemon", "daemon");

    private Repository() {}

    /// The folder with all modules in it, from this module's or from any folder below.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("milter-protocol"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("run in the source tree: no folder above has milter-protocol in it");
            }
        }
        return folder;
    }

    /// Where the compiler put a module's classes.
    static Path classes(String module) {
        return root().resolve(MODULES.get(module)).resolve("target/classes");
    }

    /// Every Java source, of tests too.
    static List<Path> sources() {
        try (Stream<Path> tree = Files.walk(root())) {
            return tree.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
