package org.vidimus.policy.sieve.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;

/// The scripts in folders beside a file.
///
/// Immutable.
///
/// @param folder where the file is that names the others
/// @param personal the folder of a user's own scripts, from there
/// @param global the folder of everybody's scripts, from there
public record FolderStore(Path folder, String personal, String global) implements ScriptStore {
    /// The scripts in the same folder as `file`.
    public static FolderStore beside(Path file) {
        return new FolderStore(parent(file), ".", ".");
    }

    /// The scripts that those of a file of tests include.
    static FolderStore ofTests(Path file) {
        return new FolderStore(parent(file), "included", "included-global");
    }

    private static Path parent(Path file) {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    @Override
    public Optional<Stored> find(Place place, String name) {
        String beside = place == Place.GLOBAL ? global : personal;
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
