package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.SigningKey;

/// A key directory on the disk: a folder for each domain, and in it `state`, the key files and `lock`.
///
/// Thread-safe, and safe against other processes: who changes something holds the lock of the domain, which the
/// kernel takes back when the process ends. Readers need none, as files change as a whole.
final class DirectoryStore {
    private static final String STATE = "state";
    private static final String LOCK = "lock";
    private static final long RETRY_MILLIS = 20;

    private final Path root;
    private final Disk disk;

    /// What a state file says.
    sealed interface Reading {
        /// It was read.
        ///
        /// @param stamp changes when the file does
        record Present(DomainState state, Object stamp) implements Reading {}

        /// There is none.
        record Absent() implements Reading {}

        /// It cannot be read, or not understood.
        ///
        /// @param why with file and line
        record Damaged(String why) implements Reading {}
    }

    private record Stamp(long modified, long size, Object inode) {}

    DirectoryStore(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    Path root() {
        return root;
    }

    /// The domains that have a state file, in order.
    ///
    /// @throws IOException if the directory cannot be read; there is none if it is not there
    List<DomainName> domains() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve(STATE)))
                    .flatMap(folder -> name(folder).stream())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /// Folders are named by A-labels; those of other names are none of ours.
    private static Optional<DomainName> name(Path folder) {
        String text = String.valueOf(folder.getFileName());
        return DomainName.parse(text) instanceof Parsed.Ok<DomainName>(DomainName name)
                        && name.toString().equals(text)
                ? Optional.of(name)
                : Optional.empty();
    }

    /// What changes when the state of `domain` does; empty if it has none.
    Optional<Object> stamp(DomainName domain) {
        try {
            return Optional.of(stamp(stateFile(domain)));
        } catch (IOException _) {
            return Optional.empty(); // read() says why
        }
    }

    private static Object stamp(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(
                attributes.lastModifiedTime().toMillis(), attributes.size(), String.valueOf(attributes.fileKey()));
    }

    Reading read(DomainName domain) {
        Path file = stateFile(domain);
        try {
            Object stamp = stamp(file); // before the content: a change in between is seen again
            try (var in = Files.newInputStream(file)) {
                Bytes text = Bytes.of(in.readNBytes(StateFile.MAX_BYTES + 1));
                return switch (StateReader.parse(domain, text)) {
                    case Parsed.Ok<DomainState>(DomainState state) -> new Reading.Present(state, stamp);
                    case Parsed.Malformed<DomainState>(int line, String why) ->
                        new Reading.Damaged(file + ":" + line + ": " + why);
                };
            }
        } catch (NoSuchFileException _) {
            return new Reading.Absent();
        } catch (IOException failed) {
            return new Reading.Damaged(reason(file, failed));
        }
    }

    /// What is to be changed, which may be nothing yet.
    ///
    /// @throws LifecycleException if the state file is damaged
    DomainState readToChange(DomainName domain) throws LifecycleException {
        return switch (read(domain)) {
            case Reading.Present(DomainState state, Object _) -> state;
            case Reading.Absent _ -> new DomainState(domain, List.of());
            case Reading.Damaged(String why) -> throw new LifecycleException(why);
        };
    }

    Path keyFile(DomainName domain, ManagedKey key) {
        return folder(domain).resolve(key.fileName());
    }

    /// The key file, if it holds the key that the state file speaks of: the record in the DNS is that one's.
    KeyTools.Read readKey(DomainName domain, ManagedKey key, KeyTools tools) {
        Path file = keyFile(domain, key);
        KeyTools.Read read = tools.read(file);
        return read instanceof KeyTools.Read.Usable(SigningKey usable)
                        && !usable.publicKey().equals(key.publicKey())
                ? new KeyTools.Read.Unusable(file + ": not the key that the state file has the public half of")
                : read;
    }

    /// Whether there is a file with the name of that selector's key.
    boolean hasKeyFile(DomainName domain, DomainName selector) {
        return Files.exists(folder(domain).resolve(selector + ".pem"));
    }

    private Path folder(DomainName domain) {
        return root.resolve(domain.toString());
    }

    private Path stateFile(DomainName domain) {
        return folder(domain).resolve(STATE);
    }

    /// The right to change a domain. Close it.
    record Held(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() {
            try (channel) {
                lock.release();
            } catch (IOException _) {
                // closing the channel gives it back as well
            }
        }
    }

    /// Waits for the right to change `domain`; empty if another process has it for longer than `patience`.
    ///
    /// @throws LifecycleException if it cannot be had at all
    Optional<Held> lock(DomainName domain, Duration patience) throws LifecycleException {
        Path file = folder(domain).resolve(LOCK);
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            disk.makeFolder(folder(domain));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = attempt(channel);
            while (lock.isEmpty() && System.nanoTime() - deadline < 0) {
                Thread.sleep(RETRY_MILLIS);
                lock = attempt(channel);
            }
            if (lock.isEmpty()) {
                channel.close();
            }
            return lock.map(held -> new Held(channel, held));
        } catch (IOException failed) {
            throw new LifecycleException(reason(file, failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LifecycleException("interrupted", interrupted);
        }
    }

    private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty(); // another thread of ours has it
        }
    }

    /// Makes `state` the state of its domain. The lock must be held.
    void save(DomainState state) throws LifecycleException {
        replace(stateFile(state.domain()), StateFile.format(state));
    }

    /// Writes the file of a key. The lock must be held.
    void saveKey(DomainName domain, ManagedKey key, Bytes content) throws LifecycleException {
        replace(keyFile(domain, key), content);
    }

    private void replace(Path file, Bytes content) throws LifecycleException {
        try {
            disk.replace(file, content);
        } catch (IOException failed) {
            throw new LifecycleException(reason(file, failed), failed);
        }
    }

    /// Deletes the file of a key, if it is still there. The lock must be held.
    void deleteKey(DomainName domain, ManagedKey key) throws LifecycleException {
        Path file = keyFile(domain, key);
        try {
            disk.delete(file);
        } catch (IOException failed) {
            throw new LifecycleException(reason(file, failed), failed);
        }
    }

    static String reason(Path file, IOException failed) {
        String why = switch (failed) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(failed.getMessage());
        };
        return Bytes.utf8(file + ": " + why).toString();
    }
}
