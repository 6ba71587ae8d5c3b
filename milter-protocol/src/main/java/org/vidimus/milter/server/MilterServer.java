package org.vidimus.milter.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.net.Listener;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.ReadBudget;
import org.vidimus.milter.net.Transport;

/// Serves a filter to MTAs.
///
/// ```java
/// try (Transport transport = Transport.open(1);
///         MilterServer server = MilterServer.start(
///                 transport, () -> filter, ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 8891)),
///                 ServerEvents.logging())) {
///     Thread.currentThread().join();
/// }
/// ```
///
/// Thread-safe.
public final class MilterServer implements AutoCloseable {
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Supplier<? extends Filter<?, ?>> filters;
    private final ServerSettings.Limits limits;
    private final ServerEvents events;
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread watch;

    private MilterServer(Supplier<? extends Filter<?, ?>> filters, ServerSettings.Limits limits, ServerEvents events) {
        this.filters = filters;
        this.limits = limits;
        this.events = events;
        this.watch = Thread.ofVirtual().name("milter-watch").unstarted(this::watch);
    }

    /// Listens on every socket of the settings.
    ///
    /// @param transport stays the caller's, to be closed after the server
    /// @param filters asked once for every connection, which keeps what it got: how a configuration is replaced
    /// @throws IOException when one of the sockets cannot be had, in words that name it; none is then listened
    ///     on
    /// @throws InterruptedException when interrupted; none is then listened on
    public static MilterServer start(
            Transport transport, Supplier<? extends Filter<?, ?>> filters, ServerSettings settings, ServerEvents events)
            throws IOException, InterruptedException {
        MilterServer server = new MilterServer(filters, settings.limits(), events);
        ReadBudget budget = new ReadBudget(
                settings.limits().connectionBytes(), settings.limits().totalBytes());
        boolean started = false;
        try {
            for (MilterSocket socket : settings.sockets()) {
                server.listeners.add(transport.listen(
                        socket, settings.socketFile(), budget, link -> server.accept(link, socket.toString())));
            }
            server.watch.start();
            started = true;
            return server;
        } finally {
            if (!started) {
                server.closeListeners();
            }
        }
    }

    /// Where the server listens, with the ports that the system chose.
    public List<MilterSocket> sockets() {
        return listeners.stream().map(Listener::socket).toList();
    }

    /// How many connections are open.
    public int connections() {
        return connections.size();
    }

    private void accept(Link link, String listener) {
        FilterSession<?, ?> session =
                new FilterSession<>(filters.get(), opened.incrementAndGet(), link.peer(), listener, events);
        Connection connection = new Connection(link, session, limits, events, this::ended);
        connections.add(connection);
        if (connections.size() >= limits.connections() && full.compareAndSet(false, true)) {
            events.full(limits.connections());
            listeners.forEach(open -> open.accepting(false));
        }
        if (stopping.get()) {
            connection.drain();
        }
    }

    private void ended(Connection connection) {
        connections.remove(connection);
        if (full.get() && connections.size() < limits.connections() && full.compareAndSet(true, false)) {
            listeners.forEach(open -> open.accepting(true));
        }
    }

    private void watch() {
        try {
            while (!stopping.get() || !connections.isEmpty()) {
                Thread.sleep(WATCH_INTERVAL);
                long now = System.nanoTime();
                for (Connection connection : connections) {
                    connection.watch(now);
                }
            }
        } catch (InterruptedException _) {
            // close() ends the watch.
        }
    }

    /// Stops: takes no new connections, closes those without a message, lets running messages finish within the
    /// drain time, then refuses them for now. Does nothing the second time.
    ///
    /// @throws IOException when a socket's file cannot be removed
    @Override
    public void close() throws IOException {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        try {
            closeListeners();
        } finally {
            connections.forEach(Connection::drain);
            if (!join(limits.drainTime())) {
                connections.forEach(Connection::expire);
                join(LAST_WORDS);
            }
            watch.interrupt();
        }
    }

    /// Waits for all connections to end. Returns whether they did in time.
    private boolean join(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            for (Connection connection : connections) {
                if (!connection.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void closeListeners() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Listener listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
