package org.vidimus.daemon.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vidimus.daemon.explain.MessageCheck.Source;

/// A message that can be read more than once. A regular file is read where it is. Everything else is kept: a small
/// message in memory, a large one in a temporary file that nobody else may read.
///
/// Confined to one thread.
final class MessageSource implements Source, AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

    private final Source source;
    private final Optional<Path> temporary;

    private MessageSource(Source source, Optional<Path> temporary) {
        this.source = source;
        this.temporary = temporary;
    }

    /// The message in a file, or for `-` that on `input`.
    ///
    /// @throws IOException if it cannot be read; the message names it
    static MessageSource of(String file, InputStream input) throws IOException {
        Path path = Path.of(file);
        try {
            if (file.equals("-")) {
                return keep(input);
            }
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return new MessageSource(() -> Files.newInputStream(path), Optional.empty());
            }
            try (InputStream in = Files.newInputStream(path)) {
                return keep(in);
            }
        } catch (IOException failed) {
            throw new IOException(Streams.reason(path, failed, "read"), failed);
        }
    }

    private static MessageSource keep(InputStream in) throws IOException {
        byte[] beginning = in.readNBytes(IN_MEMORY);
        if (beginning.length < IN_MEMORY) {
            return new MessageSource(() -> new ByteArrayInputStream(beginning), Optional.empty());
        }
        Path copy = Files.createTempFile("vidimus-", ".eml");
        var kept = new MessageSource(() -> Files.newInputStream(copy), Optional.of(copy));
        boolean whole = false;
        try (var out = Files.newOutputStream(copy)) {
            out.write(beginning);
            in.transferTo(out);
            whole = true;
            return kept;
        } finally {
            if (!whole) {
                kept.close();
            }
        }
    }

    @Override
    public InputStream open() throws IOException {
        return source.open();
    }

    @Override
    public void close() throws IOException {
        if (temporary.isPresent()) {
            Files.deleteIfExists(temporary.get());
        }
    }
}
