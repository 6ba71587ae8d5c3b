package org.vidimus.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.ScriptStore;

/// The files of one script: itself, and what it includes ([RFC 6609
/// §3.2](https://www.rfc-editor.org/rfc/rfc6609#section-3.2)), which stands beside it as `NAME.sieve`, whether it is
/// called personal or global. A link is as good as the file it leads to; whoever makes links in that folder could
/// write the scripts themselves.
///
/// Confined to one reading.
final class ScriptFiles implements ScriptStore {
    /// A name is what a script wrote: it must not lead out of the folder.
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";

    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    private final Path main;
    private final int most;
    private final List<Problem> unreadable = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    /// @param main the script
    /// @param most octets of one file
    ScriptFiles(Path main, int most) {
        this.main = main;
        this.most = most;
    }

    /// The script itself.
    Optional<Stored> main() {
        return read(main, true);
    }

    @Override
    public Optional<Stored> find(Place place, String name) {
        return name.matches(NAME) ? read(main.resolveSibling(name + ".sieve"), false) : Optional.empty();
    }

    /// Why files cannot be read that are there, or must be.
    List<Problem> unreadable() {
        return List.copyOf(unreadable);
    }

    /// What is doubtful about the files, whatever stands in them.
    List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    private Optional<Stored> read(Path file, boolean needed) {
        try {
            Stored stored = new Stored(file.toString(), octets(file));
            doubt(file);
            return Optional.of(stored);
        } catch (NoSuchFileException _) {
            if (needed) {
                fail(file, "no such file");
            }
        } catch (AccessDeniedException _) {
            fail(file, "permission denied");
        } catch (IOException broken) {
            fail(file, "cannot be read: " + broken.getMessage());
        }
        return Optional.empty();
    }

    private void fail(Path file, String what) {
        unreadable.add(new Problem(file.toString(), Optional.empty(), "", what));
    }

    /// One octet more than may be is enough to be refused.
    private Bytes octets(Path file) throws IOException {
        // Whoever opens a pipe waits until somebody writes into it.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(most + 1));
        }
    }

    private void doubt(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if ((mode(file) & OTHERS_WRITE) != 0) {
            warnings.add(new Warning(
                    file.toString(),
                    "every user of this host can write it, and so decide about all mail; try chmod o-w"));
        } else if (folder != null && (mode(folder) & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
            warnings.add(new Warning(
                    file.toString(),
                    "every user of this host can put another file in its place, and so decide about all mail; try"
                            + " chmod o-w " + folder));
        }
    }

    private static int mode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:mode") instanceof Integer mode ? mode : 0;
    }
}
