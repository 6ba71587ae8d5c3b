package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vidimus.signer.key.SigningBackend;

/// OpenDKIM's configuration, ready to decide.
///
/// Immutable.
///
/// @param file the path of `opendkim.conf`
/// @param decider what it decides; empty if there is an error among the lints
/// @param socket where OpenDKIM would listen; empty if nothing is said that we can do too
/// @param files every file that was read or looked for, for a reload
/// @param lints what its owner should know, in the order of the files
public record OpenDkimConfiguration(
        Path file,
        Optional<OpenDkimDecider> decider,
        Optional<MilterSocket> socket,
        List<Path> files,
        List<Lint> lints) {
    /// Copies the lists.
    public OpenDkimConfiguration {
        files = List.copyOf(files);
        lints = List.copyOf(lints);
    }

    /// What keeps it from being used; empty if nothing does.
    public List<Lint> errors() {
        return lints.stream().filter(lint -> lint.level() == Lint.Level.ERROR).toList();
    }

    /// Reads a configuration, its tables and its keys. Never fails: what is wrong is among the lints, and a key that
    /// cannot be used stops mail for that key only.
    ///
    /// @param backend what signs with the keys
    public static OpenDkimConfiguration load(Path file, Dialect dialect, SigningBackend backend) {
        return load(file, dialect, FileSource.DISK, new LoadedKeys(backend));
    }

    static OpenDkimConfiguration load(Path file, Dialect dialect, FileSource source, KeyReader keys) {
        return new ConfigurationReader(source, dialect, keys).read(file).configuration();
    }
}
