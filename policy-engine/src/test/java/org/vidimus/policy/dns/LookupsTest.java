package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;

@Timeout(60)
class LookupsTest {
    private static final DomainName NAME = DomainName.of("example.com");
    private static final Answer FOUND = new Answer.Found(List.of(new Data.Text(Bytes.utf8("x"))), true);

    private static Lookups lookups(Resolver resolver) {
        return new Lookups(resolver, Budgets.Dns.DEFAULT, System::nanoTime);
    }

    @Test
    @Spec("DNS-6")
    void asksEachQuestionOnce() {
        AtomicInteger asked = new AtomicInteger();
        Lookups lookups = lookups((_, _) -> {
            asked.incrementAndGet();
            return FOUND;
        });
        for (String name : List.of("example.com", "EXAMPLE.com", "example.com.")) {
            assertEquals(FOUND, lookups.lookup(DomainName.of(name), RecordType.TXT));
        }
        assertEquals(1, asked.get());
        lookups.lookup(NAME, RecordType.A);
        assertEquals(2, asked.get());
    }

    @Test
    @Spec("DNS-6")
    void givesAQuestionItsTime() {
        List<Duration> times = new ArrayList<>();
        new Lookups(
                        (_, timeout) -> {
                            times.add(timeout);
                            return FOUND;
                        },
                        Budgets.Dns.DEFAULT,
                        () -> 0)
                .lookup(NAME, RecordType.TXT);
        assertEquals(List.of(Duration.ofSeconds(5)), times);
    }

    @Test
    void keepsARecordInTheOrderAsked() {
        Lookups lookups = lookups(ZoneResolver.of("b.example. TXT x"));
        for (String name : List.of("c.example", "a.example", "b.example", "a.example")) {
            lookups.lookup(DomainName.of(name), RecordType.TXT);
        }
        assertEquals(
                List.of("TXT c.example", "TXT a.example", "TXT b.example"),
                lookups.log().stream().map(asked -> asked.question().toString()).toList());
        assertEquals(
                new Answer.Found(((Answer.Found) FOUND).records(), false),
                lookups.log().getLast().answer());
    }

    @Test
    void failuresAreRememberedToo() {
        AtomicInteger asked = new AtomicInteger();
        Answer failed = new Answer.Unavailable(Answer.Cause.TIMEOUT, "x");
        Lookups lookups = lookups((_, _) -> {
            asked.incrementAndGet();
            return failed;
        });
        assertEquals(failed, lookups.lookup(NAME, RecordType.TXT));
        assertEquals(failed, lookups.lookup(NAME, RecordType.TXT));
        assertEquals(1, asked.get());
    }

    @Test
    void whoAsksTheSameAtTheSameTimeWaits() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Lookups lookups = lookups((_, _) -> {
            asked.incrementAndGet();
            arrived.countDown();
            return held(hold);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(threads.submit(() -> lookups.lookup(NAME, RecordType.TXT)));
            }
            arrived.await();
            assertEquals(
                    new Answer.Unavailable(Answer.Cause.TIMEOUT, "not answered yet"),
                    lookups.log().getFirst().answer());
            hold.countDown();
            for (Future<Answer> answer : answers) {
                assertEquals(FOUND, answer.get());
            }
        }
        assertEquals(1, asked.get());
    }

    private static Answer held(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return FOUND;
    }

    @Test
    void nobodyWaitsForAnotherLongerThanForHimself() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        Budgets.Dns impatient = new Budgets.Dns(10, Duration.ofMillis(10), Duration.ofHours(1), 1, 1);
        Lookups lookups = new Lookups(
                (_, _) -> {
                    arrived.countDown();
                    return held(hold); // a resolver that does not keep its time
                },
                impatient,
                System::nanoTime);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> first = threads.submit(() -> lookups.lookup(NAME, RecordType.TXT));
            arrived.await();
            assertEquals(
                    new Answer.Unavailable(Answer.Cause.TIMEOUT, "not answered yet"),
                    lookups.lookup(NAME, RecordType.TXT));
            hold.countDown();
            assertEquals(FOUND, first.get());
            assertEquals(FOUND, lookups.lookup(NAME, RecordType.TXT));
        }
    }

    @Test
    void anInterruptEndsTheWaitForAnother() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        Lookups lookups = lookups((_, _) -> {
            arrived.countDown();
            return held(hold);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> first = threads.submit(() -> lookups.lookup(NAME, RecordType.TXT));
            arrived.await();
            Thread.currentThread().interrupt();
            assertEquals(
                    new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted"),
                    lookups.lookup(NAME, RecordType.TXT));
            assertTrue(Thread.interrupted());
            hold.countDown();
            assertEquals(FOUND, first.get());
        }
    }

    @Test
    void aResolverThatThrowsLeavesNobodyWaiting() {
        Lookups lookups = lookups((_, _) -> {
            throw new IllegalStateException("a bug");
        });
        assertThrows(IllegalStateException.class, () -> lookups.lookup(NAME, RecordType.TXT));
        Answer failed = new Answer.Unavailable(Answer.Cause.MALFORMED, "the resolver failed");
        assertEquals(failed, lookups.lookup(NAME, RecordType.TXT));
        assertEquals(
                new Lookups.Asked(new Question(NAME, RecordType.TXT), failed),
                lookups.log().getFirst());
    }
}
