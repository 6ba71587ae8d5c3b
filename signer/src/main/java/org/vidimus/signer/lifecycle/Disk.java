package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.vidimus.policy.base.Bytes;

/// The few things that are done to the disk. What is written this way is there whole or not at all, whenever the
/// process or the machine stops: a file of another name is filled and synced, then takes the name, then the folder
/// is synced. Tests stop in between.
///
/// Thread-safe.
class Disk {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    /// What a file is called while it is being written.
    static final String UNFINISHED = ".tmp";

    /// Makes a folder that only its owner may look into, unless it is there.
    void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                likeFolder(folder, parent);
                sync(parent);
            }
        }
    }

    /// Writes a file that only its owner may read.
    final void replace(Path file, Bytes content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
        write(unfinished, content);
        likeFolder(unfinished, folder);
        rename(unfinished, file);
        sync(folder);
    }

    /// Fills a new file and waits until it is on the disk.
    void write(Path file, Bytes content) throws IOException {
        Files.deleteIfExists(file); // left behind when somebody was stopped
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(FILE))) {
            ByteBuffer octets = ByteBuffer.wrap(content.toArray());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    /// Gives a file its name, in place of whatever has it.
    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Waits until the names in a folder are on the disk.
    void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Deletes a file, if it is there.
    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /// What root makes belongs to whom the folder belongs to: the filter, which does not run as root, has to read
    /// it.
    private static void likeFolder(Path file, Path folder) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(folder, PosixFileAttributes.class);
        PosixFileAttributes made = Files.readAttributes(file, PosixFileAttributes.class);
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (made.owner().getName().equals("root") && !wanted.owner().equals(made.owner())) {
            view.setGroup(wanted.group());
            view.setOwner(wanted.owner());
        }
    }
}
