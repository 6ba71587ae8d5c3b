package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// What is asked of servers that are as they should be, and in which order of several.
@Timeout(120)
class ServerResolverTest extends ServerResolverTesting {
    @Test
    @Spec("DNS-1")
    void saysWhatTheServerSays() {
        ZoneResolver zone = ZoneResolver.of(
                "example.com. TXT \"one\" \" two\"",
                "example.com. TXT \"\\195\\159\"",
                "www.example.com. CNAME example.com.",
                "gone.example.com. CNAME none.example.com.",
                "example.com. MX 0 .",
                "example.com. MX 10 mail.example.com.",
                "mail.example.com. A 192.0.2.1",
                "mail.example.com. AAAA 2001:db8::1",
                "1.2.0.192.in-addr.arpa. PTR mail.example.com.",
                "*.wild.example.com. TXT wild",
                ";! SERVFAIL broken.example.com TXT",
                "broken.example.com. A 192.0.2.2");
        ServerResolver dns = resolver(serve(zone));
        List<String> names = List.of(
                "example.com",
                "www.example.com",
                "gone.example.com",
                "none.example.com",
                "com",
                "mail.example.com",
                "1.2.0.192.in-addr.arpa",
                "x.wild.example.com",
                "_domainkey.example.com",
                "broken.example.com");
        for (RecordType type : RecordType.values()) {
            for (String name : names) {
                Question question = new Question(DomainName.of(name), type);
                Answer expected = zone.lookup(question, LONG) instanceof Answer.Unavailable
                        ? failure(Answer.Cause.SERVER_FAILURE, "a name server said SERVFAIL")
                        : zone.lookup(question, LONG);
                assertEquals(expected, dns.lookup(question, LONG), question.toString());
            }
        }
    }

    @Test
    @Spec({"RFC 6891 §6.2.3", "DNS-4"})
    void asksInUnguessableWaysAndSaysWhatItTakes() {
        NameServer server = run((query, _) -> say(Replies.good(query)));
        ServerResolver dns = resolver(server);
        for (int i = 0; i < 50; i++) {
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        }
        Set<Integer> ids = new HashSet<>();
        Set<Object> ports = new HashSet<>();
        for (NameServer.Asked asked : server.asked()) {
            Message query = Replies.parse(asked.query());
            ids.add(query.getHeader().getID());
            ports.add(asked.from());
            assertEquals(1232, query.getOPT().getPayloadSize());
            assertTrue(query.getHeader().getFlag(Flags.RD));
            assertFalse(query.getHeader().getFlag(Flags.AD));
            assertFalse(asked.overTcp());
        }
        assertTrue(ids.size() > 45, ids.size() + " ids");
        assertTrue(ports.size() > 40, ports.size() + " ports");
    }

    @Test
    void asksServersInTurn() {
        NameServer first = run((query, _) -> say(Replies.good(query)));
        NameServer second = run((query, _) -> say(Replies.good(query)));
        ServerResolver dns = resolver(first, second);
        for (int i = 0; i < 4; i++) {
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        }
        assertEquals(2, first.asked().size());
        assertEquals(2, second.asked().size());
    }

    @Test
    @Spec("DNS-1")
    void asksAnotherServerWhereOneCannotSay() {
        for (int code : List.of(Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP)) {
            NameServer broken = run((query, _) -> say(Replies.code(query, code)));
            ServerResolver dns = resolver(broken, run((query, _) -> say(Replies.good(query))));
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG), Rcode.string(code));
            assertTrue(!broken.asked().isEmpty(), Rcode.string(code));
        }
    }

    @Test
    @Spec("DNS-1")
    void anErrorIsNotAskedForTwice() {
        NameServer broken = run((query, _) -> say(Replies.code(query, Rcode.SERVFAIL)));
        assertEquals(
                failure(Answer.Cause.SERVER_FAILURE, "a name server said SERVFAIL"),
                resolver(broken).lookup(QUESTION, LONG));
        assertEquals(1, broken.asked().size());
    }

    @Test
    @Spec("DNS-1")
    void anErrorThatIsAdmittedSaysMoreThanSilence() {
        NameServer broken = run((query, _) -> say(Replies.code(query, Rcode.REFUSED)));
        NameServer silent = run((_, _) -> List.of());
        assertEquals(
                failure(Answer.Cause.SERVER_FAILURE, "a name server said REFUSED"),
                impatient(broken, silent).lookup(QUESTION, LONG));
        assertEquals(3, silent.asked().size());
        assertEquals(1, broken.asked().size());
    }

    @Test
    void aServerThatWasSilentIsAskedLastForAWhile() {
        NameServer silent = run((_, _) -> List.of());
        NameServer good = run((query, _) -> say(Replies.good(query)));
        ServerResolver dns = impatient(silent, good);
        for (int i = 0; i < 4; i++) {
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        }
        assertEquals(1, silent.asked().size());
        later.addAndGet(31_000_000_000L);
        for (int i = 0; i < 2; i++) {
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        }
        assertEquals(2, silent.asked().size());
    }

    @Test
    void asksAgainWhereADatagramWasLost() {
        AtomicInteger count = new AtomicInteger();
        NameServer lossy = run((query, _) -> count.incrementAndGet() < 3 ? List.of() : say(Replies.good(query)));
        assertEquals(Replies.GOOD, impatient(lossy).lookup(QUESTION, LONG));
        assertEquals(3, lossy.asked().size());
    }

    @Test
    @Spec("RFC 6891 §6.2.2")
    void asksWithoutEdnsWhereAServerKnowsNone() {
        for (boolean bare : new boolean[] {false, true}) {
            NameServer old = run((query, _) -> {
                Message asked = Replies.parse(query);
                if (asked.getOPT() == null) {
                    return say(Replies.good(query));
                }
                return say(Replies.to(query, reply -> {
                    reply.getHeader().setRcode(Rcode.FORMERR);
                    if (bare) {
                        reply.removeAllRecords(0);
                    }
                }));
            });
            assertEquals(Replies.GOOD, resolver(old).lookup(QUESTION, LONG));
            assertEquals(2, old.asked().size());
        }
    }

    @Test
    @Spec({"RFC 6840 §5.7", "RFC 6840 §5.8", "DNS-9"})
    void asksForAuthenticDataOnlyWhereItIsTrusted() {
        NameServer server = run((query, _) -> say(Replies.to(query, reply -> {
            reply.getHeader().setFlag(Flags.AD); // whether asked for or not
            Replies.answer(reply, Replies.text(reply.getQuestion().getName(), "good"));
        })));
        for (boolean trusted : new boolean[] {false, true}) {
            DnsSettings settings =
                    new DnsSettings(List.of(server.address()), TRY, 3, trusted, 10, CacheSettings.DEFAULT);
            Answer answer = resolver(settings).lookup(QUESTION, LONG);
            assertEquals(new Answer.Found(((Answer.Found) Replies.GOOD).records(), trusted), answer);
            assertEquals(
                    trusted,
                    Replies.parse(server.asked().getLast().query()).getHeader().getFlag(Flags.AD));
        }
    }

    @Test
    void questionsBeyondTheLimitWaitInsideTheirTime() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        NameServer slow = run((query, _) -> {
            arrived.countDown();
            hold.await();
            return say(Replies.good(query));
        });
        ServerResolver dns =
                resolver(new DnsSettings(List.of(slow.address()), LONG, 1, false, 1, CacheSettings.DEFAULT));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> first = threads.submit(() -> dns.lookup(QUESTION, LONG));
            arrived.await();
            assertEquals(failure(Answer.Cause.TIMEOUT, "too many questions at a time"), dns.lookup(QUESTION, SHORT));
            hold.countDown();
            assertEquals(Replies.GOOD, first.get());
            assertEquals(Replies.GOOD, dns.lookup(QUESTION, LONG));
        }
    }

    @Test
    @Spec("DNS-7")
    void manyAtATimeAllGetTheirAnswers() throws Exception {
        NameServer server = serve(ZoneResolver.of("*.example. TXT good", "*.example. A 192.0.2.1"));
        DnsSettings settings = new DnsSettings(addresses(server), TRY, 10, false, 20, CacheSettings.DEFAULT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                CachingResolver cache = new CachingResolver(
                        resolver(settings),
                        settings.cache(),
                        new Budgets.Dns(1, LONG, LONG, 10, 10),
                        threads,
                        System::nanoTime)) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                DomainName name = DomainName.of("n" + i % 200 + ".example");
                answers.add(threads.submit(() -> cache.lookup(new Question(name, RecordType.TXT), LONG)));
            }
            for (Future<Answer> answer : answers) {
                assertEquals(Replies.GOOD, answer.get());
            }
            assertEquals(600, cache.statistics().hits() + cache.statistics().misses());
            assertEquals(200, cache.statistics().entries());
        }
    }
}
