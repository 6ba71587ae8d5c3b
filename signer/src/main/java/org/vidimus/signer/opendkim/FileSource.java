package org.vidimus.signer.opendkim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Where configuration files and tables are read.
///
/// Thread-safe.
interface FileSource {
    /// The most octets of one file; a table of a million lines is a fifth of it.
    int MAX_OCTETS = 64 << 20;

    /// The file system.
    FileSource DISK = FileSource::fromDisk;

    /// What reading came to.
    sealed interface Content {
        /// The file's octets, one character each.
        record Octets(String text) implements Content {}

        /// It cannot be read.
        ///
        /// @param why in words that may be shown
        record Unreadable(String why) implements Content {}
    }

    /// Reads all of a file.
    Content read(Path path);

    private static Content fromDisk(Path path) {
        if (!Files.isRegularFile(path)) {
            return new Content.Unreadable(Files.exists(path) ? "not a regular file" : "no such file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            return octets.length > MAX_OCTETS
                    ? new Content.Unreadable("larger than " + MAX_OCTETS + " octets")
                    : new Content.Octets(new String(octets, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            return new Content.Unreadable("no such file");
        } catch (FileSystemException e) {
            return new Content.Unreadable(e.getReason() == null ? "permission denied" : e.getReason());
        } catch (IOException e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
