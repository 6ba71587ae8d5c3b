package org.vidimus.policy.pipeline;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Resolver;

/// Everything that is done to a message, as one value: made once from the configuration, used by all
/// connections.
///
/// What it does, in this order:
/// - Authentication-Results fields that pretend to be ours are removed, from every message.
/// - Mail from outside is verified: SPF, iprev, DKIM, ARC, DMARC.
/// - What is to become of the message is decided, by overrides first; then a [LocalPolicy] is asked.
///
/// Then one Authentication-Results field with all results is put on top, and above it what the [Signer] adds
/// to a message that goes on.
///
/// Thread-safe.
public final class Pipeline {
    private final Checks checks;
    private final Outward outward;

    /// A pipeline with these settings.
    ///
    /// @param resolver answers questions to the DNS
    /// @param clock says what time it is, for signatures that expire
    /// @param nanoTime a clock of nanoseconds that only moves forward, such as `System::nanoTime`, for time
    ///     limits
    /// @param executor runs what waits for the DNS: a thread for each task, virtual ones in a server; with
    ///     `Runnable::run` questions are asked one after the other, in an order that is always the same
    public Pipeline(
            PipelineSettings settings,
            Budgets budgets,
            Resolver resolver,
            InstantSource clock,
            LongSupplier nanoTime,
            Executor executor) {
        this(
                Checks.of(settings, budgets, resolver, clock, nanoTime, executor),
                new Outward(Signer.NONE, () -> LocalPolicy.NONE));
    }

    private Pipeline(Checks checks, Outward outward) {
        this.checks = checks;
        this.outward = outward;
    }

    /// The same, with `other` to sign mail; a new pipeline signs nothing.
    public Pipeline with(Signer other) {
        return new Pipeline(checks, new Outward(other, outward.policy()));
    }

    /// The same, with rules of the administrator's own; a new pipeline has none.
    ///
    /// @param policies asked once for each message, at its beginning, so that others can take their place at
    ///     any time
    public Pipeline with(Supplier<LocalPolicy> policies) {
        return new Pipeline(checks, new Outward(outward.signer(), policies));
    }

    /// Whether recipients may be added or removed by the rules of this moment.
    public boolean changesRecipients() {
        return outward.policy().get().changesRecipients();
    }

    /// The macros of the MTA that the signer ([Signer#macros()]) and the rules of the administrator's own
    /// look at.
    public Set<String> macros() {
        Set<String> macros = new HashSet<>(outward.signer().macros());
        if (outward.policy().get().isAsked()) {
            macros.addAll(SievePolicy.macros());
        }
        return macros;
    }

    /// Begins to examine one message. The examination belongs to the thread that feeds it, and must be closed.
    public Examination begin(ConnectionFacts connection, Envelope envelope) {
        Optional<AuthservId> own = checks.settings()
                .verify()
                .authservId()
                .or(() -> connection.mtaName().flatMap(Pipeline::usable));
        return new Examination(connection, envelope, own, checks, outward);
    }

    /// Which libraries check signatures, for the log. Loads them, which takes a while: better before the first
    /// message than in it.
    public String cryptography() {
        return checks.crypto().description();
    }

    private static Optional<AuthservId> usable(Bytes mtaName) {
        return switch (AuthservId.parse(mtaName)) {
            case Parsed.Ok<AuthservId>(AuthservId id) -> Optional.of(id);
            case Parsed.Malformed<AuthservId> _ -> Optional.empty();
        };
    }
}
