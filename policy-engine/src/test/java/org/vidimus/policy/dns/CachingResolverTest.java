package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

@Timeout(60)
class CachingResolverTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Question QUESTION = new Question(DomainName.of("example.com"), RecordType.TXT);
    private static final Answer FOUND = text("x");
    private static final Answer FAILED = new Answer.Unavailable(Answer.Cause.SERVER_FAILURE, "SERVFAIL");
    private static final CacheSettings SETTINGS = new CacheSettings(
            1 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1000),
            Duration.ofSeconds(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(600));

    private final AtomicLong seconds = new AtomicLong();
    private final Deque<TimedAnswer> answers = new ArrayDeque<>();
    private int asked;
    private final CachingResolver cache = cache(SETTINGS, this::next, Runnable::run);

    private CachingResolver cache(CacheSettings settings, TimedResolver source, Executor executor) {
        return new CachingResolver(
                source,
                () -> {},
                settings,
                LONG,
                executor,
                () -> Duration.ofSeconds(seconds.get()).toNanos());
    }

    private TimedAnswer next(Question question, Duration timeout) {
        assertEquals(LONG, timeout, "a question has its own time");
        asked++;
        return answers.remove();
    }

    private static Answer text(String value) {
        return new Answer.Found(List.of(new Data.Text(Bytes.utf8(value))), false);
    }

    private void will(Answer answer, long ttl) {
        answers.add(new TimedAnswer(answer, Duration.ofSeconds(ttl)));
    }

    private Answer lookup() {
        return cache.lookup(QUESTION, Duration.ofSeconds(7));
    }

    private void assertHolds(Answer answer, long ttl, long expected) {
        asked = 0;
        seconds.set(0);
        try (CachingResolver fresh = cache(SETTINGS, this::next, Runnable::run)) {
            will(answer, ttl);
            assertEquals(answer, fresh.lookup(QUESTION, LONG));
            seconds.set(expected - 1);
            assertEquals(answer, fresh.lookup(QUESTION, LONG));
            assertEquals(1, asked, answer + " is asked for again too early");
            seconds.set(expected);
            will(text("new"), 1);
            assertEquals(text("new"), fresh.lookup(QUESTION, LONG));
            assertEquals(2, asked, answer + " is kept too long");
        }
    }

    @Test
    @Spec({"RFC 2308 §5", "DNS-7"})
    void keepsAnAnswerForItsTtlWithinTheBounds() {
        assertHolds(FOUND, 300, 300);
        assertHolds(FOUND, 3, 10); // Deviation: the floor
        assertHolds(FOUND, 0, 10);
        assertHolds(FOUND, 5000, 1000);
        for (Answer negative : List.of(new Answer.NoRecords(), new Answer.NoSuchName())) {
            assertHolds(negative, 50, 50);
            assertHolds(negative, 0, 10);
            assertHolds(negative, 5000, 100);
        }
    }

    @Test
    @Spec({"RFC 2308 §7", "RFC 9520 §3.2"})
    void keepsAFailureForAFewSeconds() {
        for (Answer.Cause cause : List.of(Answer.Cause.TIMEOUT, Answer.Cause.SERVER_FAILURE, Answer.Cause.MALFORMED)) {
            assertHolds(new Answer.Unavailable(cause, "x"), 0, 5);
        }
    }

    @Test
    void anInterruptIsNobodyElsesAnswer() {
        will(new Answer.Unavailable(Answer.Cause.INTERRUPTED, "x"), 0);
        will(FOUND, 300);
        lookup();
        assertEquals(FOUND, lookup());
    }

    @Test
    @Spec("RFC 8767 §4")
    void recordsPastTheirTimeStandInWhileNobodyAnswers() {
        will(new Answer.Found(((Answer.Found) FOUND).records(), true), 300);
        lookup();
        seconds.set(300);
        will(FAILED, 0);
        assertEquals(FOUND, lookup(), "and nobody vouches for them any more");
        assertEquals(FOUND, lookup(), "without being asked for again");
        assertEquals(2, asked);
        seconds.set(305); // the failure is forgotten
        will(FAILED, 0);
        assertEquals(FOUND, lookup());
        assertEquals(3, asked);
        seconds.set(900); // 300 and the 600 that they may stand in
        will(FAILED, 0);
        assertEquals(FAILED, lookup());
        assertEquals(new CacheStatistics(0, 4, 3, 0, 3, 1), cache.statistics());
    }

    @Test
    @Spec("RFC 8767 §4")
    void whatAServerSaysReplacesWhatStoodIn() {
        for (Answer answer : List.of(new Answer.NoSuchName(), new Answer.NoRecords(), text("new"))) {
            CachingResolver fresh = cache(SETTINGS, this::next, Runnable::run);
            seconds.set(0);
            will(FOUND, 300);
            fresh.lookup(QUESTION, LONG);
            seconds.set(300);
            will(answer, 300);
            assertEquals(answer, fresh.lookup(QUESTION, LONG));
            assertEquals(0, fresh.statistics().stale());
        }
    }

    @Test
    void negativeAnswersNeverStandIn() {
        for (Answer answer : List.of(new Answer.NoSuchName(), new Answer.NoRecords())) {
            CachingResolver fresh = cache(SETTINGS, this::next, Runnable::run);
            seconds.set(0);
            will(answer, 50);
            fresh.lookup(QUESTION, LONG);
            seconds.set(50);
            will(FAILED, 0);
            assertEquals(FAILED, fresh.lookup(QUESTION, LONG));
        }
    }

    @Test
    @Spec("RFC 8767 §5")
    void staleRecordsAreUsedWhenServersAreSlow() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Deque<TimedAnswer> script = new ArrayDeque<>(List.of(new TimedAnswer(FOUND, Duration.ofMinutes(5))));
            CachingResolver slow = cache(
                    SETTINGS,
                    (_, _) -> {
                        TimedAnswer first = script.poll();
                        return first != null ? first : held(hold);
                    },
                    threads);
            slow.lookup(QUESTION, LONG);
            seconds.set(300);
            assertEquals(FOUND, slow.lookup(QUESTION, LONG), "after 1.8 s, not after 30");
            assertEquals(1, slow.statistics().stale());
            hold.countDown();
            assertEquals(text("late"), slow.lookup(QUESTION, LONG), "the answer that came too late");
        }
    }

    private static TimedAnswer held(CountDownLatch hold) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new TimedAnswer(text("late"), Duration.ofMinutes(5));
    }

    @Test
    @Spec("DNS-7")
    void asksOnceForAllWhoWantToKnow() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        AtomicLong count = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CachingResolver shared = cache(
                    SETTINGS,
                    (_, _) -> {
                        count.incrementAndGet();
                        return held(hold);
                    },
                    threads);
            assertEquals(
                    new Answer.Unavailable(Answer.Cause.TIMEOUT, "no answer in time"),
                    shared.lookup(QUESTION, Duration.ofMillis(1)),
                    "who asks first waits no longer than he likes");
            List<Future<Answer>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(threads.submit(() -> shared.lookup(QUESTION, LONG)));
            }
            hold.countDown();
            for (Future<Answer> one : waiting) {
                assertEquals(text("late"), one.get(), "and takes nobody's answer away with him");
            }
            assertEquals(1, count.get());
        }
    }

    @Test
    void aBrokenSourceLeavesNobodyWaiting() {
        CachingResolver broken = cache(
                SETTINGS,
                (_, _) -> {
                    throw new IllegalStateException("a bug");
                },
                task -> assertThrows(IllegalStateException.class, task::run));
        Answer failed = new Answer.Unavailable(Answer.Cause.MALFORMED, "the resolver failed");
        assertEquals(failed, broken.lookup(QUESTION, LONG));
        assertEquals(failed, broken.lookup(QUESTION, LONG));
    }

    @Test
    void anExecutorThatIsShutDownLeavesNobodyWaiting() {
        CachingResolver closing = cache(SETTINGS, this::next, _ -> {
            throw new RejectedExecutionException();
        });
        Answer answer = new Answer.Unavailable(Answer.Cause.TIMEOUT, "shutting down");
        assertEquals(answer, closing.lookup(QUESTION, LONG));
        assertEquals(answer, closing.lookup(QUESTION, LONG));
    }

    @Test
    void anInterruptEndsTheWait() {
        CachingResolver silent = cache(SETTINGS, this::next, _ -> {});
        Thread.currentThread().interrupt();
        assertEquals(new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted"), silent.lookup(QUESTION, LONG));
        assertTrue(Thread.interrupted());
    }

    @Test
    @Spec("DNS-7")
    void forgetsForWantOfRoom() {
        CacheSettings small = new CacheSettings(
                10_000,
                SETTINGS.ttlFloor(),
                SETTINGS.ttlCeiling(),
                SETTINGS.negativeCeiling(),
                SETTINGS.failure(),
                SETTINGS.stale());
        CachingResolver little =
                cache(small, (_, _) -> new TimedAnswer(text("x".repeat(500)), Duration.ofMinutes(5)), Runnable::run);
        for (int i = 0; i < 1000; i++) {
            little.lookup(new Question(DomainName.of(i + ".example.com"), RecordType.TXT), LONG);
        }
        CacheStatistics statistics = little.statistics();
        assertTrue(statistics.entries() <= 11, statistics.toString());
        assertTrue(statistics.evictions() >= 989, statistics.toString());
    }

    @Test
    void withoutRoomNothingIsKept() {
        CacheSettings none = new CacheSettings(
                0,
                SETTINGS.ttlFloor(),
                SETTINGS.ttlCeiling(),
                SETTINGS.negativeCeiling(),
                SETTINGS.failure(),
                SETTINGS.stale());
        CachingResolver forgetful = cache(none, this::next, Runnable::run);
        for (int i = 0; i < 3; i++) {
            will(FOUND, 300);
            assertEquals(FOUND, forgetful.lookup(QUESTION, LONG));
        }
        assertEquals(3, asked);
    }

    @Test
    @Spec({"RFC 4343", "DNS-7"})
    void oneNameInAnyCaseIsOneEntry() {
        will(FOUND, 300);
        lookup();
        assertEquals(FOUND, cache.lookup(new Question(DomainName.of("EXAMPLE.com."), RecordType.TXT), LONG));
        assertEquals(new CacheStatistics(1, 1, 0, 0, 0, 1), cache.statistics());
        will(new Answer.NoRecords(), 300);
        assertEquals(new Answer.NoRecords(), cache.lookup(new Question(QUESTION.name(), RecordType.A), LONG));
    }

    @Test
    void closesItsSource() {
        AtomicLong closed = new AtomicLong();
        new CachingResolver(this::next, closed::incrementAndGet, SETTINGS, LONG, Runnable::run, () -> 0).close();
        assertEquals(1, closed.get());
    }
}
