package org.vidimus.policy.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Budgets;

/// The DNS as one message sees it: within the message's budget, each question asked once, and everything asked
/// on record.
///
/// All protocols that look at a message share one of these, so that they agree about what the DNS said, and so
/// that no sender can multiply the work of one protocol by that of another. The same question asked again is
/// answered from memory and costs nothing; asked by two threads at once, the second waits for the first.
///
/// A quarter of the budget is kept back until [#openReserve()]: whoever sends mail chooses most of the names
/// that are looked up for it, and could otherwise use up, with names of his own, what it takes to find out that
/// he is lying.
///
/// Thread-safe.
public final class Lookups {
    private static final Answer OPEN = new Answer.Unavailable(Answer.Cause.TIMEOUT, "not answered yet");

    private final Resolver resolver;
    private final Budgets.Dns budget;
    private final LongSupplier nanoTime;
    private final Map<Question, CompletableFuture<Answer>> asked = new LinkedHashMap<>(); // guards itself and all below
    private long spent; // nanoseconds that were waited in all, while nobody waits
    private int waiting;
    private long waitingSince;
    private boolean exhausted;
    private boolean reserveOpen;

    /// A question and what became of it.
    ///
    /// @param question the question
    /// @param answer its answer
    public record Asked(Question question, Answer answer) {}

    /// A message's view of `resolver`.
    ///
    /// @param nanoTime a clock of nanoseconds that only moves forward, such as `System::nanoTime`
    public Lookups(Resolver resolver, Budgets.Dns budget, LongSupplier nanoTime) {
        this.resolver = resolver;
        this.budget = budget;
        this.nanoTime = nanoTime;
    }

    /// The answer to a question, waiting at most [Budgets.Dns#timePerQuestion()] and not beyond
    /// [Budgets.Dns#timePerMessage()]. Blocks; never throws.
    ///
    /// Only the time counts during which a question of this message is open. A client that takes minutes over
    /// its message cannot use up the message's time, and so cannot keep it from being examined.
    public Answer lookup(DomainName name, RecordType type) {
        Question question = new Question(name, type);
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> known;
        Duration timeout;
        synchronized (asked) {
            timeout = timeLeft();
            known = asked.get(question);
            if (known == null) {
                if (asked.size() >= questions()) {
                    return refused("more than " + questions() + " questions for one message");
                }
                if (!timeout.isPositive()) {
                    return refused("no time left for this message");
                }
                asked.put(question, mine);
                beginToWait();
            }
        }
        return known == null ? ask(question, timeout, mine) : join(known, timeout);
    }

    private Duration timeLeft() {
        long open = waiting == 0 ? 0 : nanoTime.getAsLong() - waitingSince;
        long all = budget.timePerMessage().toNanos();
        long left = all - (reserveOpen ? 0 : all / 4) - spent - open;
        return Duration.ofNanos(Math.min(budget.timePerQuestion().toNanos(), left));
    }

    private int questions() {
        return budget.questions() - (reserveOpen ? 0 : budget.questions() / 4);
    }

    private void beginToWait() {
        if (waiting++ == 0) {
            waitingSince = nanoTime.getAsLong();
        }
    }

    private void endToWait() {
        synchronized (asked) {
            if (--waiting == 0) {
                spent += nanoTime.getAsLong() - waitingSince;
            }
        }
    }

    private Answer refused(String why) {
        exhausted = true;
        return new Answer.Unavailable(Answer.Cause.BUDGET, why);
    }

    private Answer ask(Question question, Duration timeout, CompletableFuture<Answer> mine) {
        Answer answer = new Answer.Unavailable(Answer.Cause.MALFORMED, "the resolver failed");
        try {
            answer = resolver.lookup(question, timeout);
        } finally {
            mine.complete(answer); // even if the resolver throws: nobody may wait for ever
            endToWait();
        }
        return answer;
    }

    /// Waits for another thread's answer, and no longer than for one's own.
    private static Answer join(CompletableFuture<Answer> known, Duration timeout) {
        try {
            return known.get(Math.max(timeout.toNanos(), 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return OPEN;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    /// From now on the whole budget may be used, as for what decides about the message.
    public void openReserve() {
        synchronized (asked) {
            reserveOpen = true;
        }
    }

    /// Every different question so far in the order asked, with its answer; one that is still open shows as
    /// [Answer.Cause#TIMEOUT].
    public List<Asked> log() {
        synchronized (asked) {
            return asked.entrySet().stream()
                    .map(entry -> new Asked(entry.getKey(), entry.getValue().getNow(OPEN)))
                    .toList();
        }
    }

    /// Whether a question was refused because the budget was used up.
    public boolean exhausted() {
        synchronized (asked) {
            return exhausted;
        }
    }
}
