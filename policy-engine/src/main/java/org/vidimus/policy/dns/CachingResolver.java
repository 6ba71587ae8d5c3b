package org.vidimus.policy.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;

/// Remembers what a [ServerResolver] said, and asks each question once however many want to know.
///
/// An answer is kept for its TTL, between a floor and a ceiling; a negative one for the time in the zone's SOA record
/// ([RFC 2308](https://www.rfc-editor.org/rfc/rfc2308)); a failure for a few seconds ([RFC
/// 9520](https://www.rfc-editor.org/rfc/rfc9520)). When records are past their time and no server can be had, they
/// still serve for a while ([RFC 8767](https://www.rfc-editor.org/rfc/rfc8767)): mail whose keys were there an hour
/// ago is not deferred because a name server is being restarted.
///
/// Thread-safe.
public final class CachingResolver implements Resolver, AutoCloseable {
    /*
     * Who asks first does not wait for the servers itself: the question goes to a thread of its own, with a time of its
     * own, and everyone waits for that thread as long as they like. So nobody's short patience decides for the others,
     * and an answer that comes too late for its asker is there for the next one.
     */

    private static final Duration STALE_PATIENCE = Duration.ofMillis(1800); // RFC 8767 §5: client response timer

    private final TimedResolver source;
    private final Runnable closing;
    private final CacheSettings settings;
    private final Duration patience;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final Cache<Question, Remembered> cache;
    private final ConcurrentMap<Question, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /// What is kept of an answer. Times are those of the clock given.
    ///
    /// @param until when it is past its time
    /// @param kept when it is forgotten
    /// @param heldOff until when it is not asked for again although past its time, because that has just failed
    private record Remembered(Answer answer, long until, long kept, long heldOff) {}

    /// A cache before `source`, which is closed with it.
    ///
    /// @param budget whose [Budgets.Dns#timePerQuestion()] is the time that a question may take, whoever asks
    /// @param executor runs the questions, each of which blocks: virtual threads
    /// @param nanoTime a clock of nanoseconds that only moves forward, such as `System::nanoTime`
    public CachingResolver(
            ServerResolver source,
            CacheSettings settings,
            Budgets.Dns budget,
            Executor executor,
            LongSupplier nanoTime) {
        this(source::timedLookup, source::close, settings, budget.timePerQuestion(), executor, nanoTime);
    }

    CachingResolver(
            TimedResolver source,
            Runnable closing,
            CacheSettings settings,
            Duration patience,
            Executor executor,
            LongSupplier nanoTime) {
        this.source = source;
        this.closing = closing;
        this.settings = settings;
        this.patience = patience;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(settings.bytes())
                .weigher(CachingResolver::weigh)
                .expireAfter(Expiry.<Question, Remembered>writing((_, kept) -> timeLeft(kept)))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .evictionListener((_, _, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .build();
    }

    private Duration timeLeft(Remembered kept) {
        return Duration.ofNanos(Math.max(kept.kept - nanoTime.getAsLong(), 0));
    }

    /// About how many octets of memory an answer takes; measured on a 64-bit JVM with small headers.
    private static int weigh(Question question, Remembered remembered) {
        int weight = 300 + question.name().toString().length();
        if (remembered.answer instanceof Answer.Found(List<Data> records, boolean _)) {
            for (Data data : records) {
                weight += 80 + (data instanceof Data.Text(Bytes value) ? value.length() : 60);
            }
        }
        return weight;
    }

    @Override
    public Answer lookup(Question question, Duration timeout) {
        long now = nanoTime.getAsLong();
        Remembered known = cache.getIfPresent(question);
        known = known != null && known.kept - now > 0 ? known : null;
        if (known != null && known.until - now > 0) {
            hits.increment();
            return known.answer;
        }
        if (known != null && known.heldOff - now > 0) {
            return stale(known);
        }
        misses.increment();
        boolean shorter = known != null && timeout.compareTo(STALE_PATIENCE) > 0;
        Answer answer = await(fetch(question), shorter ? STALE_PATIENCE : timeout);
        boolean failed =
                answer instanceof Answer.Unavailable(Answer.Cause cause, String _) && cause != Answer.Cause.INTERRUPTED;
        return known != null && failed ? stale(known) : answer;
    }

    private Answer stale(Remembered known) {
        stale.increment();
        return known.answer instanceof Answer.Found(List<Data> records, boolean _)
                ? new Answer.Found(records, false) // nobody vouches for it any more
                : known.answer;
    }

    private static Answer await(CompletableFuture<Answer> fetch, Duration timeout) {
        try {
            return fetch.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted");
        } catch (TimeoutException _) {
            return new Answer.Unavailable(Answer.Cause.TIMEOUT, "no answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    /// The question under way, which is started if it is not.
    private CompletableFuture<Answer> fetch(Question question) {
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> other = open.putIfAbsent(question, mine);
        if (other != null) {
            return other;
        }
        Remembered known = cache.getIfPresent(question);
        if (known != null && known.until - nanoTime.getAsLong() > 0) {
            finish(question, mine, known.answer); // somebody's question ended just now
            return mine;
        }
        try {
            executor.execute(() -> run(question, mine));
        } catch (RejectedExecutionException _) {
            finish(question, mine, new Answer.Unavailable(Answer.Cause.TIMEOUT, "shutting down"));
        }
        return mine;
    }

    private void run(Question question, CompletableFuture<Answer> mine) {
        TimedAnswer answer = TimedAnswer.unavailable(Answer.Cause.MALFORMED, "the resolver failed");
        try {
            answer = source.timedLookup(question, patience);
        } finally {
            remember(question, answer);
            finish(question, mine, answer.answer()); // even if the source throws: nobody may wait for ever
        }
    }

    private void finish(Question question, CompletableFuture<Answer> mine, Answer answer) {
        open.remove(question, mine);
        mine.complete(answer);
    }

    private void remember(Question question, TimedAnswer answer) {
        long now = nanoTime.getAsLong();
        switch (answer.answer()) {
            case Answer.Found found -> {
                long until = now + between(answer.ttl(), settings.ttlCeiling()).toNanos();
                long kept = until + settings.stale().toNanos();
                cache.put(question, new Remembered(found, until, kept, until));
            }
            case Answer.NoRecords _, Answer.NoSuchName _ -> {
                long until =
                        now + between(answer.ttl(), settings.negativeCeiling()).toNanos();
                cache.put(question, new Remembered(answer.answer(), until, until, until));
            }
            case Answer.Unavailable(Answer.Cause cause, String _) -> {
                failures.increment();
                if (cause != Answer.Cause.INTERRUPTED) {
                    rememberFailure(
                            question, answer.answer(), now + settings.failure().toNanos());
                }
            }
        }
    }

    private void rememberFailure(Question question, Answer failure, long until) {
        Remembered known = cache.getIfPresent(question);
        // RFC 8767 §5: what is past its time stands in, and is not asked for at every turn.
        if (known != null && known.answer instanceof Answer.Found) {
            cache.put(question, new Remembered(known.answer, known.until, known.kept, until));
        } else {
            cache.put(question, new Remembered(failure, until, until, until));
        }
    }

    private Duration between(Duration ttl, Duration ceiling) {
        // Deviation: RFC 1035 §3.2.1 keeps nothing with a TTL of 0; one message asks the same in several steps.
        Duration atLeast = ttl.compareTo(settings.ttlFloor()) < 0 ? settings.ttlFloor() : ttl;
        return atLeast.compareTo(ceiling) > 0 ? ceiling : atLeast;
    }

    /// What has been done so far.
    public CacheStatistics statistics() {
        return new CacheStatistics(
                hits.sum(), misses.sum(), stale.sum(), evictions.sum(), failures.sum(), cache.estimatedSize());
    }

    /// Closes the source. What is remembered can still be looked up.
    @Override
    public void close() {
        closing.run();
    }
}
