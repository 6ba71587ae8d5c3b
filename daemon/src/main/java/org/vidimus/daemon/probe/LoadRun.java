package org.vidimus.daemon.probe;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.wire.Bytes;

/// Sends many messages, several at a time. Used once.
public final class LoadRun {
    private final MessageSender sender;
    private final List<Bytes> messages;
    private final long[] nanos;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicReference<@Nullable String> error = new AtomicReference<>();
    private final Map<String, Integer> verdicts = new ConcurrentHashMap<>();

    /// A run over `messages` in turn, until `total` were sent.
    public LoadRun(MessageSender sender, List<Bytes> messages, int total) {
        this.sender = sender;
        this.messages = List.copyOf(messages);
        this.nanos = new long[total];
    }

    /// Sends them.
    ///
    /// @param concurrency how many at a time, 1 or more
    /// @throws InterruptedException when interrupted; the sending then ends
    public Load run(int concurrency) throws InterruptedException {
        var running = new CountDownLatch(concurrency);
        long began = System.nanoTime();
        List<Thread> threads = Stream.generate(() -> Thread.ofVirtual().unstarted(() -> work(running)))
                .limit(concurrency)
                .toList();
        threads.forEach(Thread::start);
        try {
            running.await();
        } catch (InterruptedException told) {
            threads.forEach(Thread::interrupt);
            throw told;
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        Arrays.sort(nanos);
        return new Load(
                nanos.length,
                errors.get(),
                Optional.ofNullable(error.get()),
                elapsed,
                verdicts,
                percentile(50),
                percentile(99),
                percentile(100));
    }

    private void work(CountDownLatch running) {
        try {
            for (int index = next.getAndIncrement(); index < nanos.length; index = next.getAndIncrement()) {
                long began = System.nanoTime();
                MilterResponse verdict =
                        sender.send(messages.get(index % messages.size())).verdict();
                nanos[index] = System.nanoTime() - began;
                verdicts.merge(SentText.word(verdict), 1, Integer::sum);
                if (verdict instanceof MilterResponse.Broken(var _, String why)) {
                    errors.incrementAndGet();
                    error.compareAndSet(null, why);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            running.countDown();
        }
    }

    /// Of sorted times, the one that so many of a hundred do not exceed.
    private Duration percentile(int percent) {
        int rank = (int) Math.ceil(nanos.length * (percent / 100.0));
        return Duration.ofNanos(nanos[Math.max(rank, 1) - 1]);
    }
}
