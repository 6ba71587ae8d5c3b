package org.vidimus.policy.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.vidimus.policy.base.Budgets;
import org.xbill.DNS.Name;

/// Asks recursive name servers, and remembers nothing; [CachingResolver] does.
///
/// Servers are asked in turn, one that has just failed after the others. One that is silent is asked again after the
/// others have been; one that answers with an error is not. Aliases that a server leaves open are followed. Whatever
/// happens, a lookup returns within its time.
///
/// Thread-safe.
public final class ServerResolver implements Resolver, AutoCloseable {
    private final DnsSettings settings;
    private final Budgets.Dns budget;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Servers servers;
    private final Exchange exchange;
    private final Semaphore room;

    /// A resolver that asks as `settings` say.
    ///
    /// @param budget how many aliases are followed and how many records taken; its times are not used
    /// @param nanoTime a clock of nanoseconds that only moves forward, such as `System::nanoTime`
    /// @param random the ids of queries, which must not be guessed: a `SecureRandom`
    public ServerResolver(DnsSettings settings, Budgets.Dns budget, LongSupplier nanoTime, RandomGenerator random) {
        this.settings = settings;
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.random = random;
        this.servers = new Servers(settings.servers(), nanoTime);
        this.exchange = new Exchange(nanoTime);
        this.room = new Semaphore(settings.concurrent());
    }

    @Override
    public Answer lookup(Question question, Duration timeout) {
        return timedLookup(question, timeout).answer();
    }

    /// As [#lookup], with the time that the answer may be remembered.
    TimedAnswer timedLookup(Question question, Duration timeout) {
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        try {
            if (!room.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return TimedAnswer.unavailable(Answer.Cause.TIMEOUT, "too many questions at a time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return TimedAnswer.unavailable(Answer.Cause.INTERRUPTED, "interrupted");
        }
        try {
            return follow(question, deadline);
        } finally {
            room.release();
        }
    }

    /// Asks until the end of the aliases.
    private TimedAnswer follow(Question question, long deadline) {
        Name name = Records.name(question.name());
        int aliases = 0;
        long ttl = Long.MAX_VALUE;
        boolean authentic = true;
        while (true) {
            switch (askServers(name, question.type(), budget.aliases() - aliases, deadline)) {
                case Reply.Failed(Answer.Cause cause, String detail, Reply.Fault _) -> {
                    return TimedAnswer.unavailable(cause, detail);
                }
                case Reply.Settled(TimedAnswer(Answer answer, Duration last)) -> {
                    Answer whole = answer instanceof Answer.Found(List<Data> records, boolean vouched)
                            ? new Answer.Found(records, vouched && authentic)
                            : answer;
                    return new TimedAnswer(whole, Duration.ofSeconds(Math.min(ttl, last.toSeconds())));
                }
                case Continued more -> {
                    name = more.target();
                    aliases += more.aliases();
                    ttl = Math.min(ttl, more.ttl());
                    authentic &= more.authentic();
                }
            }
        }
    }

    private Reply.Final askServers(Name name, RecordType type, int aliases, long deadline) {
        List<ServerAddress> open = new ArrayList<>(servers.order());
        Reply.Failed failed = new Reply.Failed(Answer.Cause.TIMEOUT, "no answer in time", Reply.Fault.SILENT);
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            for (ServerAddress server : List.copyOf(open)) {
                if (nanoTime.getAsLong() - deadline >= 0) {
                    return failed;
                }
                Reply.Final reply = ask(server, name, type, aliases, deadline);
                if (!(reply instanceof Reply.Failed now) || now.fault() == Reply.Fault.INTERRUPTED) {
                    return reply;
                }
                // An error that a server admits to says more than that another one was silent.
                failed = now.fault() == Reply.Fault.SILENT && failed.fault() != Reply.Fault.SILENT ? failed : now;
                if (now.fault() != Reply.Fault.SILENT) {
                    open.remove(server);
                }
            }
        }
        return failed;
    }

    private Reply.Final ask(ServerAddress server, Name name, RecordType type, int aliases, long deadline) {
        long tryUntil = nanoTime.getAsLong() + settings.timeout().toNanos();
        long until = tryUntil - deadline < 0 ? tryUntil : deadline;
        boolean trusted = settings.trustAuthentic() && server.address().isLoopbackAddress();
        Query query = new Query(id(), name, type, true, trusted);
        ReplyReader.Limits limits = new ReplyReader.Limits(aliases, budget.recordsPerAnswer(), trusted);
        Reply.Final reply = exchange.ask(server, query, new ReplyReader(query, limits), until);
        if (reply instanceof Reply.Failed first && first.fault() == Reply.Fault.FORMAT) {
            Query plain = new Query(id(), name, type, false, trusted); // RFC 6891 §6.2.2: it may know no EDNS
            reply = exchange.ask(server, plain, new ReplyReader(plain, limits), until);
        }
        switch (reply) {
            case Reply.Settled _, Continued _ -> servers.remember(server, true);
            case Reply.Failed(Answer.Cause _, String _, Reply.Fault fault) -> {
                switch (fault) {
                    case SILENT, LAME -> servers.remember(server, false);
                    case QUESTION, FORMAT, INTERRUPTED -> {}
                }
            }
        }
        return reply;
    }

    private int id() {
        return random.nextInt(1 << 16);
    }

    /// Closes idle connections. Questions under way end by themselves.
    @Override
    public void close() {
        exchange.close();
    }
}
