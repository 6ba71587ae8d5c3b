package org.vidimus.milter.server;

import java.time.Duration;
import java.util.List;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.SocketFileMode;

/// Where a server listens and how far it goes.
///
/// @param sockets one or more
/// @param socketFile mode and group of unix sockets. Default: 0660, the process's group
/// @param limits how much, how many, how long
public record ServerSettings(List<MilterSocket> sockets, SocketFileMode socketFile, Limits limits) {
    /// Copies the list.
    public ServerSettings {
        sockets = List.copyOf(sockets);
        if (sockets.isEmpty()) {
            throw new IllegalArgumentException("no socket to listen on");
        }
    }

    /// The defaults, on these sockets.
    public static ServerSettings of(MilterSocket... sockets) {
        return new ServerSettings(List.of(sockets), SocketFileMode.DEFAULT, Limits.DEFAULT);
    }

    /// The same with other limits.
    public ServerSettings withLimits(Limits other) {
        return new ServerSettings(sockets, socketFile, other);
    }

    /// All bounds of a server.
    ///
    /// @param connections how many at a time; more wait in the kernel's queue. Default: 10,000
    /// @param connectionBytes how many octets of one connection may wait to be handled, before its socket is
    ///     left unread. Default: 262,144
    /// @param totalBytes how many of all connections together; above it each is read only when it has none
    ///     waiting. Default: 67,108,864
    /// @param idleTime how long a connection may be silent. MTAs keep one for a whole SMTP session, so less
    ///     than 7,200 s breaks slow clients. Default: 7,210 s
    /// @param negotiationTime how long a connection may take to negotiate. Default: 60 s
    /// @param commandTime how long a handler may take before the end of a message; then it is interrupted and
    ///     the message refused for now. Sendmail waits 10 s, Postfix 30 s. Default: 9 s
    /// @param messageTime how long the handler of the end of a message may take; Sendmail waits 300 s in all
    ///     (`T=E`). Default: 240 s
    /// @param progressInterval how often the MTA is told that this handler still works; Postfix waits 300 s for
    ///     each such sign. Default: 15 s
    /// @param drainTime how long running messages may take to finish when the server stops. Default: 30 s
    public record Limits(
            int connections,
            int connectionBytes,
            long totalBytes,
            Duration idleTime,
            Duration negotiationTime,
            Duration commandTime,
            Duration messageTime,
            Duration progressInterval,
            Duration drainTime) {
        /// The defaults.
        public static final Limits DEFAULT = new Limits(
                10_000,
                256 * 1024,
                64L * 1024 * 1024,
                Duration.ofSeconds(7_210),
                Duration.ofSeconds(60),
                Duration.ofSeconds(9),
                Duration.ofSeconds(240),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30));

        /// Checks that each is positive; the drain time may be zero.
        public Limits {
            if (connections < 1 || connectionBytes < 1 || totalBytes < 1) {
                throw new IllegalArgumentException("limits below 1");
            }
            for (Duration time : List.of(idleTime, negotiationTime, commandTime, messageTime, progressInterval)) {
                if (!time.isPositive()) {
                    throw new IllegalArgumentException("a time limit of " + time);
                }
            }
            if (drainTime.isNegative()) {
                throw new IllegalArgumentException("a drain time of " + drainTime);
            }
        }
    }
}
