package org.vidimus.milter.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@SuppressWarnings("try") // Closing one end early is what some of these tests are about.
class TransportTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final MilterSocket ANY_PORT = new MilterSocket.Inet("127.0.0.1", 0);

    @TempDir
    Path folder;

    private final ReadBudget budget = new ReadBudget(1 << 18, 1 << 26);
    private final BlockingQueue<Link> accepted = new ArrayBlockingQueue<>(8);

    private MilterSocket.Unix unix() {
        return new MilterSocket.Unix(folder.resolve("s"));
    }

    private Listener listen(Transport transport, MilterSocket socket) throws Exception {
        return transport.listen(socket, SocketFileMode.DEFAULT, budget, accepted::add);
    }

    private Link accepted() throws InterruptedException {
        Link link = accepted.poll(30, TimeUnit.SECONDS);
        assertTrue(link != null, "no connection came");
        return link;
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll tcp", "epoll unix", "nio tcp", "nio unix"})
    void carriesAStreamBothWaysUnchanged(String kind) throws Exception {
        byte[] sent = new byte[3_000_000]; // far over the budget: both sides must wait for each other
        new Random(1).nextBytes(sent);
        try (Transport transport = kind.startsWith("nio") ? Transport.openPortable(1) : Transport.open(1);
                Listener listener = listen(transport, kind.endsWith("unix") ? unix() : ANY_PORT);
                Link client = transport.connect(listener.socket(), budget, LONG);
                Link server = accepted()) {
            Thread echo = Thread.ofVirtual().start(() -> {
                try {
                    while (server.read(LONG) instanceof Link.Octets(byte[] octets)) {
                        server.write(octets);
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.write(sent.clone());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            while (received.size() < sent.length && client.read(LONG) instanceof Link.Octets(byte[] octets)) {
                received.write(octets);
            }
            assertArrayEquals(sent, received.toByteArray());
            writer.join();
            client.close();
            echo.join();
        }
        assertEquals(0, budget.waiting());
    }

    @Test
    void aPeerThatIsNotReadWaits() throws Exception {
        ReadBudget small = new ReadBudget(100_000, 1 << 26);
        try (Transport transport = Transport.open(1);
                Listener listener = transport.listen(unix(), SocketFileMode.DEFAULT, small, accepted::add);
                Link client = transport.connect(listener.socket(), budget, LONG);
                Link server = accepted()) {
            byte[] sent = new byte[20_000_000];
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.write(sent);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertFalse(writer.join(Duration.ofMillis(300)), "20 MB went nowhere");
            assertTrue(small.waiting() <= 100_000 + 65_536 * 16, () -> small.waiting() + " octets wait");
            int read = 0;
            while (read < sent.length && server.read(LONG) instanceof Link.Octets(byte[] octets)) {
                read += octets.length;
            }
            assertEquals(sent.length, read);
            writer.join();
        }
    }

    @Test
    void tellsTheEndFromATimeOut() throws Exception {
        try (Transport transport = Transport.open(1);
                Listener listener = listen(transport, ANY_PORT);
                Link client = transport.connect(listener.socket(), budget, LONG);
                Link server = accepted()) {
            assertInstanceOf(Link.TimedOut.class, server.read(Duration.ofMillis(1)));
            client.write(new byte[] {1});
            client.close();
            assertInstanceOf(Link.Octets.class, server.read(LONG));
            assertInstanceOf(Link.End.class, server.read(LONG));
            assertInstanceOf(Link.End.class, server.read(LONG));
            assertFalse(server.isOpen());
        }
    }

    @Test
    void anInterruptEndsAWaitAndLosesNothing() throws Exception {
        try (Transport transport = Transport.open(1);
                Listener listener = listen(transport, ANY_PORT);
                Link client = transport.connect(listener.socket(), budget, LONG);
                Link server = accepted()) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> server.read(LONG));
            client.write(new byte[] {7});
            assertArrayEquals(new byte[] {7}, ((Link.Octets) server.read(LONG)).octets());
        }
    }

    @Test
    void aStaleSocketIsReplacedAndRemovedAtTheEnd() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(unix().path()));
        }
        assertTrue(Files.exists(unix().path()));
        try (Transport transport = Transport.open(1);
                Listener listener = listen(transport, unix())) {
            transport.connect(listener.socket(), budget, LONG).close();
            assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(unix().path())));
        }
        assertFalse(Files.exists(unix().path()));
    }

    @Test
    void aSocketSomebodyListensOnStays() throws Exception {
        try (Transport transport = Transport.open(1);
                Listener first = listen(transport, unix())) {
            IOException refused = assertThrows(IOException.class, () -> listen(transport, unix()));
            assertEquals("cannot listen on " + unix() + ": another process listens there", refused.getMessage());
            transport.connect(first.socket(), budget, LONG).close();
        }
    }

    @Test
    void aFileThatIsNoSocketStays() throws Exception {
        Files.writeString(unix().path(), "precious");
        try (Transport transport = Transport.open(1)) {
            IOException refused = assertThrows(IOException.class, () -> listen(transport, unix()));
            assertEquals("cannot listen on " + unix() + ": the path exists and is no socket", refused.getMessage());
        }
        assertEquals("precious", Files.readString(unix().path()));
    }

    @Test
    void anotherProcesssSocketIsNotRemovedAtTheEnd() throws Exception {
        try (Transport transport = Transport.open(1)) {
            Listener first = listen(transport, unix());
            Files.delete(unix().path());
            try (Listener second = listen(transport, unix())) {
                first.close();
                transport.connect(second.socket(), budget, LONG).close();
            }
        }
    }

    @Test
    void theLongestPathCanBeBound() throws Exception {
        String room = "x".repeat(MilterSocket.Unix.MAX_PATH - folder.toString().length() - 1);
        try (Transport transport = Transport.open(1);
                Listener listener = listen(transport, new MilterSocket.Unix(folder.resolve(room)))) {
            transport.connect(listener.socket(), budget, LONG).close();
        }
    }

    @Test
    void failuresNameTheSocketAndTheReason() throws Exception {
        try (Transport transport = Transport.open(1);
                Listener listener = listen(transport, ANY_PORT)) {
            assertEquals(
                    "cannot listen on " + listener.socket() + ": Address already in use",
                    assertThrows(IOException.class, () -> listen(transport, listener.socket()))
                            .getMessage());
            assertEquals(
                    "cannot listen on " + unix() + ": there is no group no-such-group",
                    assertThrows(
                                    IOException.class,
                                    () -> transport.listen(
                                            unix(),
                                            SocketFileMode.ofOctal("0660", Optional.of("no-such-group"))
                                                    .orElseThrow(),
                                            budget,
                                            accepted::add))
                            .getMessage());
            assertFalse(Files.exists(unix().path()), "nothing is left of it");
            listener.close();
            String refused = String.valueOf(
                    assertThrows(IOException.class, () -> transport.connect(listener.socket(), budget, LONG))
                            .getMessage());
            assertTrue(refused.startsWith("cannot connect to " + listener.socket() + ": "), refused);
            assertTrue(refused.contains("Connection refused"), refused);
        }
    }
}
