package org.vidimus.signer.outbound;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Signer;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.rules.Decider;

/// Signs mail from inside as a [Decider] has it.
///
/// Mail from outside never gets as far as the decider: nothing that is configured, and nothing in a message,
/// can have it signed (DKS-10).
///
/// Thread-safe.
public final class MailSigner implements Signer {
    /// The version of the MTA: its name, except for Sendmail.
    static final String MTA_VERSION = "v";

    private final Decider decider;
    private final OutboundSettings settings;
    private final Executor threads;
    private final Executor deviceThreads;
    private final InstantSource clock;
    private final SigningEvents events;
    private final OwnSignatures own;

    /// A signer whose threads sign with keys of any kind.
    ///
    /// @param threads runs signatures; as many at a time as there are cores is enough
    /// @param clock for t= and x=
    /// @param events is told what becomes of messages
    public MailSigner(
            Decider decider, OutboundSettings settings, Executor threads, InstantSource clock, SigningEvents events) {
        this(decider, settings, threads, threads, clock, events);
    }

    /// A signer with threads of their own for keys in devices.
    ///
    /// @param threads runs signatures of keys in memory, each in its turn: a message waits for them without a limit
    /// @param deviceThreads runs signatures of keys in devices, some of which may hang
    public MailSigner(
            Decider decider,
            OutboundSettings settings,
            Executor threads,
            Executor deviceThreads,
            InstantSource clock,
            SigningEvents events) {
        this.decider = decider;
        this.settings = settings;
        this.threads = threads;
        this.deviceThreads = deviceThreads;
        this.clock = clock;
        this.events = events;
        this.own = new OwnSignatures(clock);
    }

    @Override
    public boolean claims(ConnectionFacts connection) {
        return decider.claims(connection);
    }

    @Override
    public Set<String> macros() {
        Set<String> names = new HashSet<>(decider.macros());
        names.add(MTA_VERSION);
        return Set.copyOf(names);
    }

    @Override
    public Optional<Work> begin(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside) {
        return inside.map(skip -> new Outgoing(this, connection, envelope, skip));
    }

    Decider decider() {
        return decider;
    }

    OutboundSettings settings() {
        return settings;
    }

    SigningTasks tasks() {
        return new SigningTasks(threads, deviceThreads, settings.patience());
    }

    InstantSource clock() {
        return clock;
    }

    SigningEvents events() {
        return events;
    }

    /// Finds what is signed already; empty if nobody is to look.
    Optional<OwnSignatures> ownSignatures() {
        return settings.once() ? Optional.of(own) : Optional.empty();
    }
}
