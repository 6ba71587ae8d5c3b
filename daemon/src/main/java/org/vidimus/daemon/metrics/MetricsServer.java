package org.vidimus.daemon.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the metrics over HTTP: `GET /metrics`, and `GET /-/healthy` for whoever wants to know whether the
/// process answers. Nothing else is served, nothing of a request is used but its method and its path, and its
/// body is not read.
///
/// Limits: [#REQUESTS] requests at a time, [#CONNECTIONS] connections, headers of 16 KiB, [#PATIENCE] for a
/// whole request with its answer. There is no password: the socket is for loopback or for a network of one's
/// own.
///
/// Thread-safe.
public final class MetricsServer implements AutoCloseable {
    /// Requests at a time; the connection of one more is closed.
    static final int REQUESTS = 4;

    /// Connections at a time; more wait in the kernel's queue.
    static final int CONNECTIONS = 32;

    /// The longest that a request may take.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

    /// The form of [Registry#text()].
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final Semaphore permits = new Semaphore(REQUESTS);
    private final Duration patience;

    private MetricsServer(HttpServer server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /// Listens.
    ///
    /// @param address where; port 0 takes any free port
    /// @throws IOException if that is not possible; the message names the address
    public static MetricsServer start(InetSocketAddress address, Registry registry) throws IOException {
        return start(address, registry, PATIENCE);
    }

    static MetricsServer start(InetSocketAddress address, Registry registry, Duration patience) throws IOException {
        limit("jdk.httpserver.maxConnections", CONNECTIONS);
        limit("sun.net.httpserver.maxReqHeaders", 64);
        limit("sun.net.httpserver.maxReqHeaderSize", 16 << 10);
        HttpServer http;
        try {
            http = HttpServer.create(address, CONNECTIONS);
        } catch (IOException impossible) {
            throw new IOException(
                    "metrics: cannot listen on " + text(address) + ": " + impossible.getMessage(), impossible);
        }
        var server = new MetricsServer(http, patience);
        Map<String, Supplier<Answer>> pages = Map.of(
                "/metrics", () -> new Answer(200, METRICS_TYPE, registry.text()),
                "/-/healthy", () -> new Answer(200, TEXT_TYPE, "ok\n"));
        http.createContext("/", exchange -> answer(exchange, pages));
        http.setExecutor(server::run);
        http.start();
        return server;
    }

    /// The JDK's server takes its limits from system properties, once; nothing else in this process is served
    /// by it.
    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    private record Answer(int status, String type, String body) {}

    /// Runs one request. The properties for its time mean seconds in some releases and milliseconds in others,
    /// so the time is ours: who is interrupted while it waits for the peer finds its channel closed.
    private void run(Runnable request) {
        if (!permits.tryAcquire()) {
            throw new RejectedExecutionException("busy"); // closes the connection
        }
        Thread.ofVirtual().name("metrics").start(() -> {
            Thread worker = Thread.ofVirtual().unstarted(request);
            try {
                worker.start();
                if (!worker.join(patience)) {
                    worker.interrupt();
                }
            } catch (InterruptedException _) {
                worker.interrupt();
            } finally {
                permits.release();
            }
        });
    }

    private static void answer(HttpExchange exchange, Map<String, Supplier<Answer>> pages) throws IOException {
        try (exchange) {
            Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
            Answer answer;
            if (page == null) {
                answer = new Answer(404, TEXT_TYPE, "see /metrics\n");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer = new Answer(405, TEXT_TYPE, "GET only\n");
            } else {
                answer = page.get();
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            boolean bodiless = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
            if (!bodiless) {
                exchange.getResponseBody().write(body);
            }
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("metrics could not be shown");
            throw bug;
        }
    }

    /// Where it listens, with the port that the system chose.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /// An address as it is written in the configuration.
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /// Stops at once; a request under way is cut off.
    @Override
    public void close() {
        server.stop(0);
    }
}
