package org.vidimus.milter.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.ReadBudget;
import org.vidimus.milter.net.SocketFileMode;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;

@Timeout(60)
@SuppressWarnings("try") // Closing one end early is what some of these tests are about.
class MilterServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Command.Negotiate OFFER = new Command.Negotiate(6, 0x1ff, 0x1fffff);
    private static final ServerSettings.Limits LIMITS = ServerSettings.Limits.DEFAULT;

    private final Transport transport = Transport.open(1);
    private final BlockingQueue<String> dropped = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
    private final ServerEvents events = new ServerEvents() {
        @Override
        public void dropped(FilterContext connection, String why) {
            dropped.add(why);
        }

        @Override
        public void overdue(FilterContext connection) {
            failed.add("overdue");
        }

        @Override
        public void failed(FilterContext context, CommandCode event, Throwable failure) {
            failed.add(event + ": " + failure.getMessage());
        }

        @Override
        public void full(int connections) {
            failed.add("full at " + connections);
        }
    };

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private static Filter<FilterContext, FilterContext> filter(Function<FilterContext, Outcome> end) {
        return Filter.<FilterContext, FilterContext>of(c -> c, c -> c)
                .onMail(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
                .onEndOfMessage(end)
                .build();
    }

    /// Says that it is at the end of a message, and accepts it when released.
    private static Filter<FilterContext, FilterContext> waiting(CountDownLatch atEnd, CountDownLatch release) {
        return filter(_ -> {
            atEnd.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
            return Outcome.of(Verdict.ACCEPT);
        });
    }

    private static Filter<FilterContext, FilterContext> accepting() {
        return filter(_ -> Outcome.of(Verdict.ACCEPT));
    }

    private MilterServer start(Filter<?, ?> filter, ServerSettings.Limits limits) throws Exception {
        return MilterServer.start(
                transport,
                () -> filter,
                ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)).withLimits(limits),
                events);
    }

    /// An MTA of few words.
    private final class Peer implements AutoCloseable {
        private final Link link;
        private final FrameReader reader = new FrameReader();

        Peer(MilterServer server) throws Exception {
            link = transport.connect(
                    server.sockets().getFirst(), new ReadBudget(1 << 18, 1 << 26), Duration.ofSeconds(10));
        }

        Peer send(Command... commands) throws InterruptedException {
            FrameWriter out = new FrameWriter();
            for (Command command : commands) {
                command.encodeTo(out);
            }
            link.write(out.take());
            return this;
        }

        Peer raw(String octets) throws InterruptedException {
            link.write(Bytes.latin1(octets).toArray());
            return this;
        }

        /// The letters of the next replies; `|` when the server closes.
        String replies(int count) throws InterruptedException {
            StringBuilder letters = new StringBuilder();
            while (letters.length() < count) {
                switch (reader.next()) {
                    case FrameReader.Complete(Frame frame) -> letters.append((char) frame.code());
                    case FrameReader.Broken(String why) -> throw new AssertionError(why);
                    case FrameReader.NeedMore _ -> {
                        switch (link.read(LONG)) {
                            case Link.Octets(byte[] octets) -> reader.feed(octets);
                            case Link.End _ -> {
                                return letters.append('|').toString();
                            }
                            case Link.TimedOut _ -> throw new AssertionError("no reply after " + letters);
                        }
                    }
                }
            }
            return letters.toString();
        }

        @Override
        public void close() {
            link.close();
        }
    }

    private static Command.Mail mail() {
        return new Command.Mail(Bytes.latin1("<a@example.org>"), List.of());
    }

    private static Command[] rest() {
        return new Command[] {new Command.EndOfMessage(Bytes.EMPTY)};
    }

    @Test
    void servesMessagesOneAfterTheOther() throws Exception {
        try (MilterServer server = start(accepting(), LIMITS);
                Peer peer = new Peer(server)) {
            assertEquals("O", peer.send(OFFER).replies(1));
            assertEquals("ca", peer.send(mail()).send(rest()).replies(2));
            assertEquals("ca", peer.send(mail()).send(rest()).replies(2));
            assertEquals("|", peer.send(new Command.Quit()).replies(1));
        }
        assertTrue(dropped.isEmpty());
    }

    @Test
    void listensOnSeveralSocketsAndOnNoneWhenOneCannotBeHad() throws Exception {
        MilterSocket any = new MilterSocket.Inet("127.0.0.1", 0);
        try (MilterServer server =
                MilterServer.start(transport, MilterServerTest::accepting, ServerSettings.of(any, any), events)) {
            assertEquals(2, server.sockets().size());
            IOException refused = assertThrows(
                    IOException.class,
                    () -> MilterServer.start(
                            transport,
                            MilterServerTest::accepting,
                            ServerSettings.of(any, server.sockets().getLast()),
                            events));
            assertTrue(String.valueOf(refused.getMessage()).endsWith("Address already in use"), refused::toString);
        }
    }

    @Test
    void saysWhyItDropsAPeer() throws Exception {
        try (MilterServer server = start(accepting(), LIMITS)) {
            String[][] rows = {
                {"GET / HTTP/1.1\r\n\r\n", "the peer speaks HTTP, not milter"},
                {"\0\0\0\0", "a frame of length 0"},
                {"\0\1\0\1B", "a frame of 65537 octets, over the limit of 65536"},
                {"\0\0\0\1H", "HELO without a terminating NUL"},
                {"\0\0\0\1!", "an unknown command 0x21"},
                {"\0\0\0\3Hx\0", "the MTA sent HELO before it negotiated"},
                {"\0\0\0\15O\0\0\0\1\0\0\0\1\0\0\0\1", "the MTA speaks milter version 1, the oldest understood is 2"},
            };
            for (String[] row : rows) {
                try (Peer peer = new Peer(server)) {
                    assertEquals("|", peer.raw(row[0]).replies(1), row[1]);
                    assertEquals(row[1], dropped.poll(30, TimeUnit.SECONDS));
                }
            }
            try (Peer peer = new Peer(server)) {
                peer.raw("\0\0\0\15O").close();
                assertEquals("the peer closed in the middle of a frame", dropped.poll(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void tellsTheMtaThatALongEndOfMessageGoesOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Filter<?, ?> slow = waiting(new CountDownLatch(1), release);
        try (MilterServer server = start(slow, limits(Duration.ofSeconds(100), Duration.ofMillis(10)));
                Peer peer = new Peer(server)) {
            assertEquals("Oc", peer.send(OFFER).send(mail()).replies(2));
            assertEquals("ppp", peer.send(rest()).replies(3));
            release.countDown();
            String last = peer.replies(1);
            while (last.equals("p")) {
                last = peer.replies(1);
            }
            assertEquals("a", last);
            assertEquals("c", peer.send(mail()).replies(1), "no PROGRESS after the final reply");
        }
    }

    @Test
    void interruptsAHandlerThatTakesTooLongAndTheMessageIsRefusedForNow() throws Exception {
        Filter<?, ?> stuck = waiting(new CountDownLatch(1), new CountDownLatch(1));
        try (MilterServer server = start(stuck, limits(Duration.ofMillis(10), Duration.ofSeconds(100)));
                Peer peer = new Peer(server)) {
            assertEquals("Oct", peer.send(OFFER).send(mail()).send(rest()).replies(3));
            assertEquals("overdue", failed.poll(30, TimeUnit.SECONDS));
            assertEquals("END_OF_MESSAGE: interrupted", failed.poll(30, TimeUnit.SECONDS));
            assertEquals("c", peer.send(mail()).replies(1), "the session goes on");
        }
    }

    private static ServerSettings.Limits limits(Duration message, Duration progress) {
        return new ServerSettings.Limits(
                10, 1 << 18, 1 << 26, LONG, LONG, LONG, message, progress, Duration.ofMillis(200));
    }

    private static ServerSettings.Limits silences(Duration idle, Duration negotiation) {
        return new ServerSettings.Limits(10, 1 << 18, 1 << 26, idle, negotiation, LONG, LONG, LONG, LONG);
    }

    @Test
    void silenceEndsAConnectionAfterItsTime() throws Exception {
        Duration soon = Duration.ofMillis(50);
        try (MilterServer server = start(accepting(), silences(LONG, soon));
                Peer mute = new Peer(server)) {
            assertEquals("|", mute.replies(1));
            assertEquals("no milter negotiation within 0 s", dropped.poll(30, TimeUnit.SECONDS));
        }
        try (MilterServer server = start(accepting(), silences(soon, LONG));
                Peer peer = new Peer(server)) {
            assertEquals("O|", peer.send(OFFER).replies(2));
            assertEquals("silent for 0 s", dropped.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void connectionsOverTheLimitWaitUntilThereIsRoom() throws Exception {
        ServerSettings.Limits one =
                new ServerSettings.Limits(1, 1 << 18, 1 << 26, LONG, LONG, LONG, LONG, LONG, Duration.ZERO);
        try (MilterServer server = start(accepting(), one)) {
            Peer first = new Peer(server);
            assertEquals("O", first.send(OFFER).replies(1));
            try (Peer second = new Peer(server)) {
                second.send(OFFER);
                assertEquals("full at 1", failed.poll(30, TimeUnit.SECONDS));
                assertEquals(1, server.connections());
                first.close();
                assertEquals("O", second.replies(1));
            }
        }
    }

    @Test
    void stoppingLetsARunningMessageFinishAndClosesTheIdle() throws Exception {
        CountDownLatch atEnd = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Filter<?, ?> slow = waiting(atEnd, release);
        MilterServer server = start(slow, LIMITS);
        try (Peer idle = new Peer(server);
                Peer busy = new Peer(server)) {
            assertEquals("O", idle.send(OFFER).replies(1));
            assertEquals("Oc", busy.send(OFFER).send(mail()).replies(2));
            busy.send(rest());
            atEnd.await();
            Thread stop = Thread.ofVirtual().start(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals("|", idle.replies(1));
            assertThrows(IOException.class, () -> new Peer(server));
            release.countDown();
            assertEquals("a|", busy.replies(2));
            assertTrue(stop.join(LONG));
            assertEquals(0, server.connections());
        }
    }

    @Test
    void theLastReplyIsSentBeforeTheTransportCloses() throws Exception {
        for (int round = 0; round < 100; round++) {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch atEnd = new CountDownLatch(1);
            Filter<?, ?> slow = waiting(atEnd, release);
            Transport own = Transport.open(1);
            MilterServer server = MilterServer.start(
                    own, () -> slow, ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)), events);
            try (Peer peer = new Peer(server)) {
                assertEquals("Oc", peer.send(OFFER).send(mail()).replies(2));
                peer.send(rest());
                atEnd.await();
                Thread stop = Thread.ofVirtual().start(() -> {
                    try (own;
                            server) {
                        release.countDown();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                assertEquals("a|", peer.replies(2), "round " + round);
                stop.join();
            }
        }
    }

    @Test
    void theDrainTimeEndsWithARefusalForNow() throws Exception {
        CountDownLatch atEnd = new CountDownLatch(1);
        Filter<?, ?> stuck = waiting(atEnd, new CountDownLatch(1));
        MilterServer server = start(stuck, limits(LONG, LONG));
        try (Peer busy = new Peer(server);
                Peer halfway = new Peer(server)) {
            assertEquals("Oc", halfway.send(OFFER).send(mail()).replies(2));
            assertEquals("Oc", busy.send(OFFER).send(mail()).replies(2));
            busy.send(rest());
            atEnd.await();
            server.close();
            assertEquals("t|", busy.replies(2));
            assertEquals("|", halfway.replies(1));
        }
        assertFalse(failed.isEmpty());
    }

    @Test
    void aUnixSocketServesAsWell() throws Exception {
        Path path = Files.createTempDirectory("vidimus").resolve("m.sock");
        ServerSettings settings =
                new ServerSettings(List.of(new MilterSocket.Unix(path)), SocketFileMode.DEFAULT, LIMITS);
        try (MilterServer server = MilterServer.start(transport, MilterServerTest::accepting, settings, events);
                Peer peer = new Peer(server)) {
            assertEquals("Oca", peer.send(OFFER).send(mail()).send(rest()).replies(3));
        }
        assertFalse(Files.exists(path));
        Files.delete(path.getParent());
    }
}
