package org.vidimus.signer.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads files that hold secrets, once it is clear that they are files, and nobody else's.
final class KeyFiles {
    private KeyFiles() {}

    /// The octets of `file`, whose owner, mode and folders have to be as `safety` says.
    ///
    /// @param cautions gets what is only advised against
    static byte[] read(Path file, KeySafety safety, List<String> cautions) throws KeyRefusedException {
        byte[] octets = read(file);
        Optional<String> unsafe;
        try {
            unsafe = FileSafety.fault(file);
        } catch (IOException e) {
            unsafe = Optional.of(
                    "cannot find out who may read it: " + e.getClass().getSimpleName());
        }
        if (unsafe.isPresent()) {
            switch (safety) {
                case REQUIRED -> {
                    Arrays.fill(octets, (byte) 0);
                    throw new KeyRefusedException(KeyFault.UNSAFE, unsafe.get());
                }
                case ADVISED -> cautions.add(file + ": " + unsafe.get());
            }
        }
        return octets;
    }

    /// The octets of `file`, whoever may read it.
    static byte[] read(Path file) throws KeyRefusedException {
        try {
            // To open a pipe would wait for somebody to write.
            if (!Files.isRegularFile(file)) {
                throw Files.notExists(file)
                        ? new KeyRefusedException(KeyFault.MISSING, "there is no such file")
                        : new KeyRefusedException(
                                KeyFault.UNREADABLE, "not a regular file, or in a folder that is closed");
            }
            byte[] octets;
            try (InputStream in = Files.newInputStream(file)) {
                octets = in.readNBytes(KeyLoader.MAX_BYTES + 1);
            }
            if (octets.length > KeyLoader.MAX_BYTES) {
                Arrays.fill(octets, (byte) 0);
                throw new KeyRefusedException(KeyFault.TOO_LONG, "longer than " + KeyLoader.MAX_BYTES + " octets");
            }
            return octets;
        } catch (NoSuchFileException _) {
            throw new KeyRefusedException(KeyFault.MISSING, "there is no such file");
        } catch (AccessDeniedException _) {
            throw new KeyRefusedException(
                    KeyFault.UNREADABLE, "permission denied for the user " + System.getProperty("user.name"));
        } catch (IOException e) {
            throw new KeyRefusedException(
                    KeyFault.UNREADABLE, "cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
