package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.signer.key.SigningBackend;

/// OpenDKIM's configuration written as one of Vidimus that decides alike, with everything that its owner should know.
///
/// Immutable.
///
/// @param configuration what was read
/// @param toml the text of `vidimus.toml`; empty if OpenDKIM's configuration has errors
/// @param asRules whether the tables are written as rules; otherwise `[sign.opendkim]` names the file, because
///     something in it is beyond rules (lints with the code `not-native`)
/// @param lints those of the configuration and those of the translation
public record Imported(OpenDkimConfiguration configuration, Optional<String> toml, boolean asRules, List<Lint> lints) {
    /// Copies the list.
    public Imported {
        lints = List.copyOf(lints);
    }

    /// Reads a configuration and writes it anew. Never fails.
    ///
    /// @param dialect what counts: OpenDKIM 2.11 to the letter, or what the lines were meant to say where that only
    ///     adds signatures
    public static Imported of(Path file, Dialect dialect, SigningBackend backend) {
        return of(file, dialect, FileSource.DISK, new LoadedKeys(backend));
    }

    static Imported of(Path file, Dialect dialect, FileSource source, KeyReader keys) {
        ConfigurationReader.Read read = new ConfigurationReader(source, dialect, keys).read(file);
        List<Lint> lints = new ArrayList<>(read.configuration().lints());
        if (read.rules().isEmpty()) {
            return new Imported(read.configuration(), Optional.empty(), false, lints);
        }
        TomlWriter writer = new TomlWriter(read);
        String toml = writer.write();
        lints.addAll(writer.obstacles());
        return new Imported(
                read.configuration(), Optional.of(toml), writer.obstacles().isEmpty(), lints);
    }
}
