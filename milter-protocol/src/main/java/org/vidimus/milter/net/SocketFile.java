package org.vidimus.milter.net;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/// The file of a unix socket.
///
/// A socket is bound under a name of its own, given its group and mode there, and then moved to where it was asked for:
/// nobody can connect before the mode is right, a stale file is replaced without a gap, and the file that Netty removes
/// when it closes a socket (whoever's it is by then) is one that is no longer there.
final class SocketFile {
    static final String BINDING_SUFFIX = ".new";

    private SocketFile() {}

    /// Checks that a socket may be put at a path, and gives the name to bind under.
    ///
    /// @throws IOException when somebody listens at the path, or something is there that is no socket
    static Path prepare(MilterSocket.Unix socket) throws IOException {
        Path path = socket.path();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException("cannot listen on " + socket + ": the path exists and is no socket");
            }
            try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                throw new IOException("cannot listen on " + socket + ": another process listens there"
                        + (probe.isConnected() ? "" : ", and is busy"));
            } catch (ConnectException _) {
                // Stale: nobody listens, and the new socket takes its place.
            }
        }
        Path binding = path.resolveSibling(path.getFileName() + BINDING_SUFFIX);
        Files.deleteIfExists(binding);
        return binding;
    }

    /// Gives a bound socket its group and mode, and moves it to its place.
    static void settle(Path binding, MilterSocket.Unix socket, SocketFileMode mode) throws IOException {
        if (mode.group().isPresent()) {
            String name = mode.group().get();
            try {
                GroupPrincipal group =
                        binding.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
                view(binding).setGroup(group);
            } catch (UserPrincipalNotFoundException e) {
                throw new IOException("cannot listen on " + socket + ": there is no group " + name, e);
            } catch (IOException e) {
                throw new IOException("cannot give " + socket + " to the group " + name + ": " + reason(e), e);
            }
        }
        Files.setPosixFilePermissions(binding, mode.permissions());
        Files.move(binding, socket.path(), StandardCopyOption.ATOMIC_MOVE);
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
        String message = cause.getMessage();
        if (message == null) {
            return cause instanceof FileNotFoundException
                    ? "there is no such file"
                    : cause.getClass().getSimpleName();
        }
        // Netty's native errors read "bind(..) failed with error(-98): Address already in use".
        int end = message.lastIndexOf("): ");
        return end >= 0 && message.contains("failed with error(") ? message.substring(end + 3) : message;
    }
}
