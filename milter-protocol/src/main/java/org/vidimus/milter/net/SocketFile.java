package org.vidimus.milter.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/// The file of a unix socket: removed when stale, given its mode and group once bound.
final class SocketFile {
    private SocketFile() {}

    /// Removes the socket that a dead process left. A socket that somebody listens on stays, and so does anything that
    /// is no socket.
    ///
    /// @throws IOException when the path cannot be used, saying why
    static void removeStale(MilterSocket.Unix socket) throws IOException {
        Path path = socket.path();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("cannot listen on " + socket + ": the path exists and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("cannot listen on " + socket + ": another process listens there"
                    + (probe.isConnected() ? "" : ", and is busy"));
        } catch (ConnectException _) {
            Files.delete(path);
        }
    }

    /// Sets group, then mode: until the mode is set the file has what the umask leaves, which lets only its owner
    /// connect.
    static void protect(MilterSocket.Unix socket, SocketFileMode mode) throws IOException {
        Path path = socket.path();
        if (mode.group().isPresent()) {
            String name = mode.group().get();
            try {
                GroupPrincipal group =
                        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
                view(path).setGroup(group);
            } catch (UserPrincipalNotFoundException e) {
                throw new IOException("cannot listen on " + socket + ": there is no group " + name, e);
            } catch (IOException e) {
                throw new IOException("cannot give " + socket + " to the group " + name + ": " + reason(e), e);
            }
        }
        Files.setPosixFilePermissions(path, mode.permissions());
    }

    private static PosixFileAttributeView view(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system of " + path + " has no groups");
        }
        return view;
    }

    /// What went wrong, without the class name that Java and Netty put before it.
    static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "for no known reason";
        }
        if (cause instanceof UnknownHostException) {
            return "the host is not known";
        }
        String message = String.valueOf(cause.getMessage());
        // Netty's native errors read "bind(..) failed with error(-98): Address already in use".
        int native_ = message.lastIndexOf("): ");
        return native_ >= 0 && message.contains("failed with error(") ? message.substring(native_ + 3) : message;
    }
}
