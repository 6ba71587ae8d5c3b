package org.vidimus.milter.mta;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// An SMTP server on loopback that takes every message and remembers it byte for byte.
///
/// Thread-safe.
public final class SmtpSink implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerSocket server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<Socket> open = new HashSet<>();

    /// Listens on a free port of 127.0.0.1.
    public SmtpSink() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread.ofVirtual().name("smtp-sink").start(this::acceptAll);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /// What has arrived so far, in the order of arrival.
    public List<Delivery> deliveries() {
        lock.lock();
        try {
            return List.copyOf(deliveries);
        } finally {
            lock.unlock();
        }
    }

    /// Waits up to 20 seconds until `count` messages have arrived since the start, and gives all that have.
    ///
    /// @throws AssertionError when they have not, or a client broke the protocol
    public List<Delivery> await(int count) {
        return await(count, PATIENCE);
    }

    /// The same with another patience.
    public List<Delivery> await(int count, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (deliveries.size() < count && faults.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            if (!faults.isEmpty() || deliveries.size() < count) {
                throw new AssertionError(
                        "%d of %d messages arrived %s %s".formatted(deliveries.size(), count, faults, deliveries));
            }
            return List.copyOf(deliveries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for mail", e);
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (remember(client)) {
                    Thread.ofVirtual().name("smtp-sink-session").start(() -> serve(client));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    fault("accept: " + e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            new SinkSession(client, this::arrived).run();
        } catch (IOException e) {
            if (!server.isClosed()) {
                fault(e.toString());
            }
        } finally {
            forget(client);
        }
    }

    private void forget(Socket client) {
        lock.lock();
        try {
            open.remove(client);
        } finally {
            lock.unlock();
        }
    }

    private boolean remember(Socket client) throws IOException {
        lock.lock();
        try {
            if (server.isClosed()) {
                client.close();
                return false;
            }
            return open.add(client);
        } finally {
            lock.unlock();
        }
    }

    private void arrived(Delivery delivery) {
        lock.lock();
        try {
            deliveries.add(delivery);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fault(String what) {
        lock.lock();
        try {
            faults.add(what);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Stops listening and breaks off open sessions.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            server.close();
            for (Socket client : open) {
                client.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
