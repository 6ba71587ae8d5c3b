package org.vidimus.milter.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A socket that is listened on.
///
/// Thread-safe.
public final class Listener implements AutoCloseable {
    private final Channel channel;
    private final MilterSocket socket;
    private final @Nullable Object file;

    Listener(Channel channel, MilterSocket socket) throws IOException {
        this.channel = channel;
        this.socket = socket;
        this.file = socket instanceof MilterSocket.Unix(Path path) ? fileKey(path) : null;
    }

    /// Where it listens, with the port the system chose.
    public MilterSocket socket() {
        return socket;
    }

    /// Leaves new connections in the kernel's queue, or takes them again.
    public void accepting(boolean accepting) {
        channel.config().setAutoRead(accepting);
    }

    /// Stops listening and removes the unix socket's file, unless another process has put its own there since.
    /// Connections that were accepted live on.
    ///
    /// @throws IOException when the file cannot be removed
    @Override
    public void close() throws IOException {
        // In this order: as long as the socket is open no other file can have its inode.
        if (socket instanceof MilterSocket.Unix(Path path)
                && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Objects.equals(fileKey(path), file)) {
            Files.delete(path);
        }
        channel.close().awaitUninterruptibly();
    }

    private static @Nullable Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
