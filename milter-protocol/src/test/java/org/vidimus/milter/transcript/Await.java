package org.vidimus.milter.transcript;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another process does and no call reports: a file that grows, a mail that arrives.
public final class Await {
    private static final Duration STEP = Duration.ofMillis(5);

    /// A condition that may look at files.
    public interface Condition {
        boolean holds() throws java.io.IOException;
    }

    private Await() {}

    /// Returns when the condition holds, or with false when it does not within the time.
    public static boolean until(Duration limit, Condition condition) throws java.io.IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return true;
    }
}
