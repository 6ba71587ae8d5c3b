package org.vidimus.daemon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Opens files with messages that name them.
final class Streams {
    /// Above what any MTA takes, and below what an array can hold.
    private static final int LARGEST = 1 << 30;

    private Streams() {}

    /// A file to write text to.
    static PrintStream create(Path file) throws IOException {
        try {
            return new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IOException(reason(file, failed, "written"), failed);
        }
    }

    /// The whole of a file, or for `-` of the input.
    static byte[] read(String file, InputStream input) throws IOException {
        try (InputStream in = file.equals("-") ? input : Files.newInputStream(Path.of(file))) {
            byte[] octets = in.readNBytes(LARGEST);
            if (octets.length == LARGEST) {
                throw new IOException("longer than 1 GiB");
            }
            return octets;
        } catch (IOException failed) {
            throw new IOException(reason(Path.of(file), failed, "read"), failed);
        }
    }

    /// What went wrong with a file, with its name.
    static String reason(Path file, IOException failed, String done) {
        return switch (failed) {
            case NoSuchFileException _ -> file + ": no such file or folder";
            case AccessDeniedException _ -> file + ": permission denied";
            case FileSystemException known
            when known.getReason() != null -> file + ": cannot be " + done + ": " + known.getReason();
            default -> file + ": cannot be " + done + ": " + failed.getMessage();
        };
    }
}
