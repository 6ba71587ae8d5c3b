package org.vidimus.milter.transcript;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.CommandCode;

/// The scripted filter on our own API and server.
public final class VidimusFilter implements RunningFilter {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Transport transport;
    private final MilterServer server;
    private final List<String> log;
    private final List<String> failures;

    private VidimusFilter(Transport transport, MilterServer server, List<String> log, List<String> failures) {
        this.transport = transport;
        this.server = server;
        this.log = log;
        this.failures = failures;
    }

    /// Filters of this kind.
    public static Kind kind() {
        return new Kind() {
            @Override
            public String tag() {
                return "vidimus";
            }

            @Override
            public RunningFilter start(List<String> script, int port) throws IOException {
                return VidimusFilter.start(script, port);
            }
        };
    }

    private static VidimusFilter start(List<String> script, int port) throws IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        List<String> failures = new CopyOnWriteArrayList<>();
        var filter = ScriptedFilter.of(FilterScript.parse(script), log::add);
        Transport transport = Transport.open(1);
        try {
            MilterServer server = MilterServer.start(
                    transport,
                    () -> filter,
                    ServerSettings.of(new MilterSocket.Inet("127.0.0.1", port)).withLimits(limits()),
                    new Failures(failures));
            return new VidimusFilter(transport, server, log, failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            transport.close();
            throw new IOException(e);
        }
    }

    /// The ordinary limits, but signs of life often enough to be seen in a test, and no waiting at the end.
    private static ServerSettings.Limits limits() {
        ServerSettings.Limits usual = ServerSettings.Limits.DEFAULT;
        return new ServerSettings.Limits(
                usual.connections(),
                usual.connectionBytes(),
                usual.totalBytes(),
                usual.idleTime(),
                usual.negotiationTime(),
                usual.commandTime(),
                usual.messageTime(),
                Duration.ofMillis(500),
                Duration.ofMillis(100));
    }

    /// What the server complains of is a difference from the transcript.
    private record Failures(List<String> seen) implements ServerEvents {
        @Override
        public void dropped(FilterContext connection, String why) {
            seen.add("[" + connection.connection() + "] dropped: " + why);
        }

        @Override
        public void overdue(FilterContext connection) {
            seen.add("[" + connection.connection() + "] overdue");
        }

        @Override
        public void failed(FilterContext context, CommandCode event, Throwable failure) {
            seen.add("[" + context.connection() + "] the handler of " + event + " failed: " + failure);
        }

        @Override
        public void crashed(FilterContext connection, Throwable failure) {
            seen.add("[" + connection.connection() + "] crashed: " + failure);
        }
    }

    @Override
    public List<String> events() throws IOException {
        Await.until(PATIENCE, () -> EventPattern.allClosed(log) && server.connections() == 0);
        return List.copyOf(log);
    }

    @Override
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws IOException {
        server.close();
        transport.close();
    }
}
