package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/// What becomes of a question when servers, or others on the way, do as they please.
@Timeout(120)
class HostileServerTest extends ServerResolverTesting {
    private static Bytes forged(Bytes query) {
        return Replies.to(
                query,
                reply -> Replies.answer(reply, Replies.text(reply.getQuestion().getName(), "forged")));
    }

    private static Bytes withOtherId(Bytes message) {
        byte[] octets = message.toArray();
        octets[0] ^= 0x55;
        return Bytes.of(octets);
    }

    @Test
    @Spec({"RFC 5452 §9.1", "DNS-4"})
    void waitsForTheRightAnswerAmongForgedOnes() {
        Query another = new Query(0, Replies.name("b.example."), RecordType.TXT, false, false);
        NameServer server = run((query, _) -> {
            int id = Replies.parse(query).getHeader().getID();
            Bytes other = forged(Bytes.of(new Query(id, another.name(), another.type(), false, false).octets()));
            return say(Bytes.EMPTY, Bytes.of((byte) 1), withOtherId(forged(query)), other, query, Replies.good(query));
        });
        assertEquals(Replies.GOOD, resolver(server).lookup(QUESTION, LONG));
        assertEquals(1, server.asked().size());
    }

    @Test
    @Spec("RFC 5452 §9.1")
    void hearsNobodyElse() {
        List<NameServer> servers = new CopyOnWriteArrayList<>();
        servers.add(run((query, _) -> {
            try (DatagramChannel forger = DatagramChannel.open()) {
                forger.send(
                        ByteBuffer.wrap(forged(query).toArray()),
                        servers.getFirst().asked().getLast().from());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return say(Replies.good(query));
        }));
        assertEquals(Replies.GOOD, resolver(servers.getFirst()).lookup(QUESTION, LONG));
    }

    @Test
    @Spec("DNS-4")
    void takesNothingThatWasNotAskedFor() { // CVE-2024-25638
        NameServer server = run((query, _) -> say(Replies.to(query, reply -> {
            Name name = reply.getQuestion().getName();
            Replies.answer(
                    reply,
                    Replies.text(Replies.name("b.example."), "forged"),
                    Replies.record("c.example. 300 CNAME " + name),
                    Replies.text(name, "good"),
                    Replies.text(Replies.name("x.a.example."), "forged"));
            Replies.authority(reply, Replies.text(name, "forged"), Replies.record(name + " 9 NS evil.example."));
            reply.addRecord(Replies.text(name, "forged"), 3);
        })));
        assertEquals(Replies.GOOD, resolver(server).lookup(QUESTION, LONG));
    }

    @Test
    @Spec("DNS-1")
    void garbageIsMalformedAndAnotherServerMayKnow() {
        NameServer garbage =
                run((query, _) -> say(Bytes.copyOf(Replies.good(query).toArray(), 0, 20)));
        assertEquals(
                failure(Answer.Cause.MALFORMED, "not a DNS message"),
                resolver(garbage).lookup(QUESTION, LONG));
        NameServer good = run((query, _) -> say(Replies.good(query)));
        assertEquals(Replies.GOOD, resolver(garbage, good).lookup(QUESTION, LONG));
    }

    @Test
    @Spec("DNS-1")
    void silenceIsATimeoutInTime() {
        NameServer silent = run((_, _) -> List.of());
        long before = System.nanoTime();
        assertEquals(
                failure(Answer.Cause.TIMEOUT, "no answer in time"),
                resolver(silent, silent, silent).lookup(QUESTION, SHORT));
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertTrue(took.compareTo(SHORT) >= 0 && took.compareTo(LONG) < 0, took.toString());
    }

    @Test
    @Spec("DNS-1")
    void nobodyThereIsATimeoutAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ServerAddress nobody = new ServerAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        assertEquals(
                failure(Answer.Cause.TIMEOUT, "name server not reachable"),
                resolver(List.of(nobody)).lookup(QUESTION, LONG));
        NameServer good = run((query, _) -> say(Replies.good(query)));
        assertEquals(Replies.GOOD, resolver(List.of(nobody, good.address())).lookup(QUESTION, LONG));
    }

    @Test
    @Spec("DNS-4")
    void whatDoesNotFitComesOverTcp() {
        String huge = "x".repeat(9000);
        ZoneResolver zone = ZoneResolver.builder()
                .add(QUESTION.name(), RecordType.TXT, new Data.Text(Bytes.utf8(huge)))
                .build();
        NameServer server = serve(zone);
        ServerResolver dns = resolver(server);
        for (int i = 0; i < 3; i++) {
            assertEquals(zone.lookup(QUESTION, LONG), dns.lookup(QUESTION, LONG));
        }
        assertEquals(
                List.of(false, true, false, true, false, true),
                server.asked().stream().map(NameServer.Asked::overTcp).toList());
        assertEquals(
                1, // RFC 7766 §6.2.1
                server.asked().stream()
                        .filter(NameServer.Asked::overTcp)
                        .map(NameServer.Asked::from)
                        .distinct()
                        .count(),
                "one connection for all");
    }

    @Test
    @Spec("RFC 7766 §6.2.4")
    void aConnectionThatTheServerClosedIsMadeAnew() {
        NameServer server = run((query, overTcp) -> {
            List<NameServer.Move> moves = new ArrayList<>(say(overTcp ? Replies.good(query) : truncated(query)));
            if (overTcp) {
                moves.add(new NameServer.Move.HangUp());
            }
            return moves;
        });
        ServerResolver dns = resolver(server);
        for (int i = 0; i < 3; i++) {
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        }
    }

    @Test
    void aClosedResolverKeepsNoConnection() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        NameServer server =
                run((query, overTcp) -> say(overTcp ? Replies.good(query) : truncated(query)), gone::countDown);
        ServerResolver dns = resolver(server);
        assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        assertEquals(1, gone.getCount());
        dns.close();
        gone.await();
        assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG), "and still answers");
    }

    private static Bytes truncated(Bytes query) {
        return Replies.to(query, reply -> {
            reply.getHeader().setFlag(Flags.TC);
            Replies.answer(reply, Replies.text(reply.getQuestion().getName(), "part"));
        });
    }

    @Test
    @Spec("DNS-4")
    void aBrokenAnswerOverTcpHarmsNoOtherQuestion() {
        for (Broken broken : Broken.values()) {
            AtomicBoolean repaired = new AtomicBoolean();
            NameServer server = run((query, overTcp) -> {
                if (!overTcp) {
                    return say(truncated(query));
                }
                return repaired.get() ? say(Replies.good(query)) : broken.moves(query);
            });
            ServerResolver dns =
                    resolver(new DnsSettings(List.of(server.address()), LONG, 1, false, 10, CacheSettings.DEFAULT));
            boolean timesOut = broken.cause == Answer.Cause.TIMEOUT;
            Answer.Unavailable failed = (Answer.Unavailable) dns.lookup(QUESTION, timesOut ? SHORT : LONG);
            assertEquals(broken.cause, failed.cause(), broken.name());
            repaired.set(true);
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG), broken.name());
        }
    }

    private enum Broken {
        SILENT(Answer.Cause.TIMEOUT),
        HALF_A_LENGTH(Answer.Cause.TIMEOUT),
        HALF_A_MESSAGE(Answer.Cause.TIMEOUT),
        HUNG_UP(Answer.Cause.TIMEOUT),
        CUT_OFF(Answer.Cause.TIMEOUT),
        EMPTY(Answer.Cause.MALFORMED),
        ANOTHER(Answer.Cause.MALFORMED),
        TRUNCATED(Answer.Cause.MALFORMED);

        private final Answer.Cause cause;

        Broken(Answer.Cause cause) {
            this.cause = cause;
        }

        List<NameServer.Move> moves(Bytes query) {
            Bytes good = Replies.good(query);
            Bytes half = Bytes.copyOf(good.toArray(), 0, good.length() / 2);
            byte[] framed = new byte[2 + half.length()];
            framed[1] = (byte) good.length();
            half.copyTo(framed, 2);
            return switch (this) {
                case SILENT -> List.of();
                case HALF_A_LENGTH -> List.of(new NameServer.Move.Mumble(Bytes.of((byte) 0)));
                case HALF_A_MESSAGE -> List.of(new NameServer.Move.Mumble(Bytes.of(framed)));
                case HUNG_UP -> List.of(new NameServer.Move.HangUp());
                case CUT_OFF -> List.of(new NameServer.Move.Mumble(Bytes.of(framed)), new NameServer.Move.HangUp());
                case EMPTY -> say(Bytes.EMPTY);
                case ANOTHER -> say(withOtherId(good));
                case TRUNCATED -> say(truncated(query));
            };
        }
    }

    @Test
    @Spec("DNS-4")
    void followsAliasesThatAServerLeavesOpen() {
        NameServer server = run((query, _) -> say(aliases(query, 10)));
        assertEquals(Replies.GOOD, resolver(server).lookup(QUESTION, LONG));
        assertEquals(11, server.asked().size());
    }

    @Test
    @Spec("DNS-4")
    void givesUpOnAliasesWithoutEnd() {
        NameServer server = run((query, _) -> say(aliases(query, Integer.MAX_VALUE)));
        assertEquals(
                failure(Answer.Cause.MALFORMED, "too many aliases"),
                resolver(server).lookup(QUESTION, LONG));
        assertEquals(11, server.asked().size());
    }

    /// a.example is an alias of 1.example, that of 2.example, and so on.
    private static Bytes aliases(Bytes query, int count) {
        return Replies.to(query, reply -> {
            Name name = reply.getQuestion().getName();
            String label = name.getLabelString(0);
            int number = label.equals("a") ? 0 : Integer.parseInt(label);
            Replies.answer(
                    reply,
                    number == count
                            ? Replies.text(name, "good")
                            : Replies.record(name + " 300 CNAME " + (number + 1) + ".example."));
        });
    }

    @Test
    @Spec("RFC 6604 §3")
    void anAliasOfWhatDoesNotExistDoesNotExist() {
        NameServer server = run((query, _) -> say(Replies.to(query, reply -> {
            Message asked = reply;
            if (asked.getQuestion().getName().getLabelString(0).equals("a")) {
                Replies.answer(reply, Replies.record("a.example. 300 CNAME gone.example."));
            } else {
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
            }
        })));
        assertEquals(new Answer.NoSuchName(), resolver(server).lookup(QUESTION, LONG));
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        for (boolean virtual : new boolean[] {false, true}) {
            for (boolean overTcp : new boolean[] {false, true}) {
                CountDownLatch asked = new CountDownLatch(1);
                NameServer silent = run((query, tcp) -> {
                    if (overTcp && !tcp) {
                        return say(truncated(query));
                    }
                    asked.countDown();
                    return List.of();
                });
                ServerResolver dns =
                        resolver(new DnsSettings(addresses(silent), LONG, 1, false, 10, CacheSettings.DEFAULT));
                AtomicReference<Answer> answer = new AtomicReference<>();
                AtomicReference<Boolean> status = new AtomicReference<>();
                Runnable task = () -> {
                    answer.set(dns.lookup(QUESTION, LONG));
                    status.set(Thread.currentThread().isInterrupted());
                };
                Thread asking = virtual
                        ? Thread.ofVirtual().start(task)
                        : Thread.ofPlatform().start(task);
                asked.await();
                asking.interrupt();
                asking.join();
                String which = (virtual ? "virtual" : "platform") + (overTcp ? ", TCP" : ", UDP");
                assertEquals(failure(Answer.Cause.INTERRUPTED, "interrupted"), answer.get(), which);
                assertEquals(true, status.get(), which);
            }
        }
    }

    @Test
    void whoIsInterruptedAlreadyIsToldSo() {
        NameServer good = run((query, _) -> say(Replies.good(query)));
        ServerResolver dns = resolver(good);
        Thread.currentThread().interrupt();
        assertEquals(failure(Answer.Cause.INTERRUPTED, "interrupted"), dns.lookup(QUESTION, LONG));
        assertTrue(Thread.interrupted());
        assertNotEquals(failure(Answer.Cause.INTERRUPTED, "interrupted"), dns.lookup(QUESTION, LONG));
    }
}
