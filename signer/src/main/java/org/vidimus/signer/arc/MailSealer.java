package org.vidimus.signer.arc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.policy.pipeline.Skip;

/// Seals mail after another signer has signed it (§5.1: the seal comes last).
///
/// A message that cannot be sealed goes on without: what a seal is good for is lost then, and nothing else.
///
/// Thread-safe.
public final class MailSealer implements Signer {
    private final Signer signer;
    private final List<SealingRule> rules;
    private final Executor threads;
    private final Duration patience;
    private final InstantSource clock;
    private final SealingEvents events;

    /// @param signer has its turn first, with every message
    /// @param rules the first that is for a message counts
    /// @param threads runs what a key does, apart from the threads that carry the messages
    /// @param patience how long a seal may take; positive
    /// @param clock for t=
    public MailSealer(
            Signer signer,
            List<SealingRule> rules,
            Executor threads,
            Duration patience,
            InstantSource clock,
            SealingEvents events) {
        this.signer = signer;
        this.rules = List.copyOf(rules);
        this.threads = threads;
        this.patience = patience;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public boolean claims(ConnectionFacts connection) {
        return signer.claims(connection);
    }

    @Override
    public Set<String> macros() {
        return signer.macros();
    }

    @Override
    public Optional<Work> begin(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside) {
        Optional<Work> signing = signer.begin(connection, envelope, inside);
        return rules.stream()
                .filter(rule -> rule.matches(connection, inside))
                .findFirst()
                .<Work>map(rule -> new MailSeal(this, rule.sealer(), envelope.form(), signing))
                .or(() -> signing);
    }

    Executor threads() {
        return threads;
    }

    Duration patience() {
        return patience;
    }

    InstantSource clock() {
        return clock;
    }

    SealingEvents events() {
        return events;
    }
}
