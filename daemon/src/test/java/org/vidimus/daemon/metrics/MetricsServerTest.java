package org.vidimus.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The metrics as Prometheus asks for them, over real sockets.
class MetricsServerTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Registry registry = new SimpleClientRegistry();

    private HttpResponse<String> ask(MetricsServer server, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI page = URI.create("http://" + MetricsServer.text(server.address()) + path);
            return client.send(
                    HttpRequest.newBuilder(page)
                            .timeout(DEADLINE)
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /// A connection ends a moment before its place is free for the next request.
    private HttpResponse<String> askUntilServed(MetricsServer server) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                return ask(server, "GET", "/-/healthy");
            } catch (IOException busy) {
                assertTrue(System.nanoTime() < deadline, busy::toString);
            }
        }
    }

    @Test
    void showsTheMetricsOfTheMoment() throws Exception {
        Family<Counter> cats = registry.counters("cats_total", "Cats seen", "colour");
        try (MetricsServer server = MetricsServer.start(ANY, registry)) {
            cats.with("black").increment();
            HttpResponse<String> first = ask(server, "GET", "/metrics");
            assertEquals(200, first.statusCode());
            assertEquals(
                    "text/plain; version=0.0.4; charset=utf-8",
                    first.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(first.body().contains("cats_total{colour=\"black\",} 1.0\n"), first.body());
            cats.with("black").increment();
            assertTrue(ask(server, "GET", "/metrics?x=y").body().contains(" 2.0\n"));
        }
    }

    @Test
    void saysThatTheProcessAnswers() throws Exception {
        try (MetricsServer server = MetricsServer.start(ANY, registry)) {
            assertEquals("ok\n", ask(server, "GET", "/-/healthy").body());
        }
    }

    @Test
    void servesNothingElse() throws Exception {
        try (MetricsServer server = MetricsServer.start(ANY, registry)) {
            assertEquals(404, ask(server, "GET", "/").statusCode());
            assertEquals(404, ask(server, "GET", "/metrics/").statusCode());
            assertEquals(404, ask(server, "GET", "/../etc/passwd").statusCode());
            assertEquals(405, ask(server, "POST", "/metrics").statusCode());
            HttpResponse<String> head = ask(server, "HEAD", "/metrics");
            assertEquals(405, head.statusCode());
            assertEquals("GET", head.headers().firstValue("Allow").orElseThrow());
        }
    }

    @Test
    void whoIsTooSlowIsCutOff() throws Exception {
        try (MetricsServer server = MetricsServer.start(ANY, registry, Duration.ofMillis(50));
                Socket slow = connect(server)) {
            slow.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            assertTrue(ended(slow));
        }
    }

    @Test
    void slowOnesCannotShutOutTheOthersForLong() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (MetricsServer server = MetricsServer.start(ANY, registry, Duration.ofMillis(50))) {
            for (int i = 0; i < 2 * MetricsServer.REQUESTS; i++) {
                Socket socket = connect(server);
                slow.add(socket);
                socket.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket socket : slow) {
                assertTrue(ended(socket));
            }
            assertEquals(200, askUntilServed(server).statusCode());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aHugeHeaderIsNotRead() throws Exception {
        try (MetricsServer server = MetricsServer.start(ANY, registry);
                Socket socket = connect(server)) {
            // In one write: the server may have ended the connection before a second one.
            String fields = ("X: " + "x".repeat(1000) + "\r\n").repeat(17);
            socket.getOutputStream().write(("GET /metrics HTTP/1.1\r\n" + fields).getBytes(StandardCharsets.US_ASCII));
            assertTrue(ended(socket));
        }
    }

    /// Whether the server ends the connection without having shown anything.
    private static boolean ended(Socket socket) {
        try {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return !answer.contains("200");
        } catch (IOException reset) {
            return !(reset instanceof java.net.SocketTimeoutException);
        }
    }

    private static Socket connect(MetricsServer server) throws IOException {
        Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
        return socket;
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (MetricsServer server = MetricsServer.start(ANY, registry)) {
            IOException taken = assertThrows(IOException.class, () -> MetricsServer.start(server.address(), registry));
            assertTrue(
                    String.valueOf(taken.getMessage())
                            .startsWith("metrics: cannot listen on " + MetricsServer.text(server.address()) + ": "),
                    taken.getMessage());
        }
    }
}
