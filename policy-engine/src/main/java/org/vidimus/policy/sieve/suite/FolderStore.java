package org.vidimus.policy.sieve.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;

/// The scripts beside a file of tests: those that scripts include lie in `included` and `included-global`.
///
/// @param folder where the file of tests is
record FolderStore(Path folder) implements ScriptStore {
    @Override
    public Optional<Stored> find(Place place, String name) {
        String beside = place == Place.GLOBAL ? "included-global" : "included";
        boolean plain = !name.isEmpty() && name.chars().allMatch(c -> c >= ' ' && c != '/' && c != 0x7F);
        return plain ? read(beside + "/" + name + ".sieve") : Optional.empty();
    }

    /// A script by its path from the folder.
    Optional<Stored> read(String path) {
        try {
            Path file = folder.resolve(path);
            return Files.isRegularFile(file)
                    ? Optional.of(new Stored(path, Bytes.of(Files.readAllBytes(file))))
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
