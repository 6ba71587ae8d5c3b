package org.vidimus.policy.phishing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

class RecentMessageIdsTest {
    private final AtomicLong now = new AtomicLong();

    private MessageIds remembering(int most) {
        return new RecentMessageIds(most, Duration.ofHours(24), now::get);
    }

    @Test
    @Spec("RFC 5322 §3.6.4")
    void comparesWithTheBodyThatCameFirst() {
        MessageIds ids = remembering(100);
        came(ids, "a@x", "one", false);
        came(ids, "a@x", "one", false); // again, unchanged
        came(ids, "a@x", "two", true);
        came(ids, "a@x", "two", true); // the first stays
        came(ids, "a@x", "one", false);
        came(ids, "b@x", "two", false);
    }

    @Test
    void forgetsAfterItsTime() {
        MessageIds ids = remembering(100);
        came(ids, "a@x", "one", false);
        now.addAndGet(Duration.ofHours(23).toNanos());
        came(ids, "a@x", "two", true); // does not make it younger
        now.addAndGet(Duration.ofHours(2).toNanos());
        came(ids, "a@x", "two", false);
    }

    @Test
    void keepsNoMoreThanItsSize() {
        MessageIds ids = remembering(100);
        for (int i = 0; i < 10_000; i++) {
            came(ids, i + "@x", "one", false);
        }
        int remembered = 0;
        for (int i = 0; i < 10_000; i++) {
            remembered += ids.cameWithAnother(Bytes.utf8(i + "@x"), Bytes.utf8("two")) ? 1 : 0;
        }
        assertEquals(true, remembered <= 200, () -> "too many");
    }

    @Test
    void isOneMemoryForAllThreads() throws InterruptedException, ExecutionException {
        MessageIds ids = remembering(1_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String body = "body " + i;
                Callable<Boolean> task = () -> ids.cameWithAnother(Bytes.utf8("a@x"), Bytes.utf8(body));
                answers.add(threads.submit(task));
            }
            int others = 0;
            for (Future<Boolean> answer : answers) {
                others += answer.get() ? 1 : 0;
            }
            assertEquals(63, others); // exactly one came first
        }
    }

    @Test
    void hasLimits() {
        assertThrows(IllegalArgumentException.class, () -> remembering(0));
        assertThrows(IllegalArgumentException.class, () -> new RecentMessageIds(1, Duration.ZERO, now::get));
    }

    private static void came(MessageIds ids, String id, String body, boolean expected) {
        assertEquals(expected, ids.cameWithAnother(Bytes.utf8(id), Bytes.utf8(body)), id + " " + body);
    }
}
