package org.vidimus.milter.mta;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// What a process prints, as it comes.
///
/// Thread-safe.
final class MtaLog {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    MtaLog(InputStream printed) {
        Thread.ofVirtual().name("mta-log").start(() -> collect(printed));
    }

    private void collect(InputStream printed) {
        try (var lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                append(line + "\n", false);
            }
            append("", true);
        } catch (IOException e) {
            append("the log ends: " + e, true);
        }
    }

    private void append(String more, boolean last) {
        lock.lock();
        try {
            text.append(more);
            ended = last;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    String text() {
        lock.lock();
        try {
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the text contains this before it ends or the time is up.
    boolean await(Pattern wanted, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!wanted.matcher(text).find() && !ended && left > 0) {
                left = grown.awaitNanos(left);
            }
            return wanted.matcher(text).find();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
