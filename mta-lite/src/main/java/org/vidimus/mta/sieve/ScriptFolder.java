package org.vidimus.mta.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;

/// The scripts in one directory: `NAME.sieve`, and `.active` with the name of the one that runs. No symbolic link is
/// followed, neither to the directory nor in it, and nothing but a plain file is opened.
///
/// Immutable; two that write at the same time are kept apart by [UserScripts].
final class ScriptFolder {
    private static final String SUFFIX = ".sieve";
    private static final String ACTIVE = ".active";
    private static final int LONGEST_ACTIVE = 256;
    private static final int MOST_ENTRIES = 10_000;

    private final Path folder;

    ScriptFolder(Path folder) {
        this.folder = folder;
    }

    /// What a file is now, so that a change shows: time, length and identity.
    record Stamp(String text) {}

    /// A script as it lies there.
    record File(ScriptName name, long length) {}

    boolean exists() {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /// Makes the directory if it is not there.
    void create() throws IOException {
        if (!exists()) {
            Files.createDirectory(folder);
        }
    }

    /// @throws IOException if there are more entries than anybody's quota allows
    List<File> list() throws IOException {
        if (!exists()) {
            return List.of();
        }
        List<File> files = new ArrayList<>();
        int entries = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (++entries > MOST_ENTRIES) {
                    throw new IOException(folder + " has more than " + MOST_ENTRIES + " entries");
                }
                String file = String.valueOf(path.getFileName());
                if (file.endsWith(SUFFIX)) {
                    Optional<ScriptName> name = ScriptName.parse(file.substring(0, file.length() - SUFFIX.length()));
                    Optional<BasicFileAttributes> attributes = plain(path);
                    if (name.isPresent() && attributes.isPresent()) {
                        files.add(new File(name.get(), attributes.get().size()));
                    }
                }
            }
        }
        return files;
    }

    /// The text of a script; empty if there is none, or it is no plain file.
    ///
    /// @throws IOException if it cannot be read, or is longer than `most`
    Optional<Bytes> read(ScriptName name, int most) throws IOException {
        return readFile(path(name), most);
    }

    Optional<Stamp> stamp(ScriptName name) {
        return exists() ? plain(path(name)).map(ScriptFolder::stamp) : Optional.empty();
    }

    /// The stamp of the note which script runs.
    Optional<Stamp> activeStamp() {
        return exists() ? plain(folder.resolve(ACTIVE)).map(ScriptFolder::stamp) : Optional.empty();
    }

    private static Stamp stamp(BasicFileAttributes attributes) {
        return new Stamp(attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
    }

    /// The name in the note which script runs.
    Optional<ScriptName> active() throws IOException {
        return readFile(folder.resolve(ACTIVE), LONGEST_ACTIVE)
                .map(octets -> octets.utf8().strip())
                .flatMap(ScriptName::parse);
    }

    void write(ScriptName name, Bytes octets) throws IOException {
        replace(path(name), octets);
    }

    void activate(ScriptName name) throws IOException {
        replace(folder.resolve(ACTIVE), Bytes.utf8(name.text() + "\n"));
    }

    void deactivate() throws IOException {
        Files.deleteIfExists(folder.resolve(ACTIVE));
    }

    boolean delete(ScriptName name) throws IOException {
        return Files.deleteIfExists(path(name));
    }

    private Path path(ScriptName name) {
        return folder.resolve(name.text() + SUFFIX);
    }

    private Optional<Bytes> readFile(Path path, int most) throws IOException {
        if (!exists() || plain(path).isEmpty()) {
            return Optional.empty();
        }
        try (SeekableByteChannel channel =
                        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream in = Channels.newInputStream(channel)) {
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw new IOException(path + " is larger than " + most + " octets");
            }
            return Optional.of(Bytes.of(octets));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static Optional<BasicFileAttributes> plain(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(BasicFileAttributes::isRegularFile);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Writes beside the file and puts it in its place, so that nobody ever reads half of it.
    private void replace(Path path, Bytes octets) throws IOException {
        Path fresh = Files.createTempFile(folder, ".new", null);
        try {
            try (SeekableByteChannel channel =
                    Files.newByteChannel(fresh, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                ByteBuffer left = ByteBuffer.wrap(octets.toArray());
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
