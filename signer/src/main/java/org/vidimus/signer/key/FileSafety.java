package org.vidimus.signer.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may read and change a file, and replace it: its owner and mode, and those of each folder above it.
/// [KeySafety] says what is asked for.
final class FileSafety {
    private static final int OTHERS_READ = 004;
    private static final int OTHERS_WRITE = 002;
    private static final int GROUP_READ = 040;
    private static final int GROUP_WRITE = 020;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private final Path file;
    private final UserGroups groups;
    private final Set<Integer> trusted = new HashSet<>();

    private FileSafety(Path file, UserGroups groups) {
        this.file = file;
        this.groups = groups;
    }

    /// What is wrong with `file`, with the command that helps; empty if it is safe.
    static Optional<String> fault(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty(); // a system without owners and modes
        }
        // Links are followed: what counts is the file that is read.
        return new FileSafety(file.toRealPath(), UserGroups.ofSystem()).fault(UserGroups.self());
    }

    private Optional<String> fault(int self) throws IOException {
        Attributes own = Attributes.of(file);
        trusted.add(ROOT);
        trusted.add(self);
        if (self == ROOT) {
            trusted.add(own.owner); // root reads the keys of any service
        }
        if (!trusted.contains(own.owner)) {
            return Optional.of("it belongs to " + groups.user(own.owner) + ", who could change it: chown "
                    + groups.user(self) + " " + file);
        }
        if (own.has(OTHERS_READ) || own.has(OTHERS_WRITE)) {
            return Optional.of("every user of this machine may " + (own.has(OTHERS_READ) ? "read" : "change")
                    + " it: chmod 600 " + file);
        }
        if ((own.has(GROUP_READ) || own.has(GROUP_WRITE)) && !groups.isWithin(own.group, trusted)) {
            return Optional.of("the group " + groups.group(own.group) + " may "
                    + (own.has(GROUP_READ) ? "read" : "change") + " it: chmod 600 " + file);
        }
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            Optional<String> fault = folderFault(folder, Attributes.of(folder));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> folderFault(Path folder, Attributes its) {
        if (!trusted.contains(its.owner)) {
            return Optional.of("the folder " + folder + " belongs to " + groups.user(its.owner)
                    + ", who could replace the file: chown root " + folder);
        }
        if (its.has(STICKY)) {
            return Optional.empty(); // nobody replaces what is not theirs
        }
        if (its.has(OTHERS_WRITE)) {
            return Optional.of("every user of this machine may replace it: chmod o-w " + folder);
        }
        return its.has(GROUP_WRITE) && !groups.isWithin(its.group, trusted)
                ? Optional.of("the group " + groups.group(its.group) + " may replace it: chmod g-w " + folder)
                : Optional.empty();
    }

    private record Attributes(int owner, int group, int mode) {
        static Attributes of(Path path) throws IOException {
            var values = Files.readAttributes(path, "unix:uid,gid,mode");
            return new Attributes(number(values.get("uid")), number(values.get("gid")), number(values.get("mode")));
        }

        private static int number(@Nullable Object value) throws IOException {
            if (value instanceof Integer number) {
                return number;
            }
            throw new IOException("no owner and mode");
        }

        boolean has(int bit) {
            return (mode & bit) != 0;
        }
    }
}
