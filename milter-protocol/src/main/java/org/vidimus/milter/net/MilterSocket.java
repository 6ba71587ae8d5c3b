package org.vidimus.milter.net;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.vidimus.milter.wire.Decoded;

/// Where a filter listens, in the notations of both MTAs.
///
/// | written | by |
/// |---|---|
/// | `inet:8891@127.0.0.1`, `inet6:8891@[::1]` | Sendmail, libmilter |
/// | `inet:127.0.0.1:8891`, `inet:[::1]:8891` | Postfix |
/// | `unix:/run/vidimus/milter.sock`, `local:/run/...` | both |
public sealed interface MilterSocket {
    /// A TCP port.
    ///
    /// @param host an address or a name, never empty; IPv6 without brackets
    /// @param port 0 to 65535; 0 lets the system choose one when listening
    record Inet(String host, int port) implements MilterSocket {
        /// Checks the port.
        public Inet {
            if (host.isEmpty() || port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("host \"" + host + "\", port " + port);
            }
        }

        @Override
        public String toString() {
            return host.contains(":") ? "inet6:" + port + "@[" + host + "]" : "inet:" + port + "@" + host;
        }
    }

    /// A socket in the file system.
    ///
    /// @param path absolute, at most 103 octets
    record Unix(Path path) implements MilterSocket {
        /// The longest path: what a socket address can hold, less the ending under which it is bound.
        public static final int MAX_PATH = 107 - SocketFile.BINDING_SUFFIX.length();

        /// Checks the path.
        public Unix {
            if (!path.isAbsolute() || path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
                throw new IllegalArgumentException("socket path " + path);
            }
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// Reads a socket as an administrator writes it. Never throws; what is wrong comes back as a sentence part.
    static Decoded<MilterSocket> parse(String text) {
        return SocketText.parse(text);
    }
}
