package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcValidation;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerification;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.iprev.IprevCheck;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.message.ReversePath;
import org.vidimus.policy.spf.SpfQuery;
import org.vidimus.policy.spf.SpfResult;

/// The checks at work on one message.
///
/// The DNS runs ahead of the mail: SPF and iprev begin with MAIL, DKIM, ARC and the search for the DMARC
/// policy as soon as the header is complete, all of them on threads of their own; only the end waits. What a
/// thread finds is read by the thread that feeds the examination, after [Tasks.Task#await] or the end of a
/// verification has handed it over.
///
/// Confined to the thread that feeds the examination.
final class Verification implements AutoCloseable {
    private static final Bytes UNKNOWN_RECEIVER = Bytes.utf8("unknown");

    private final Checks checks;
    private final ConnectionFacts connection;
    private final Envelope envelope;
    private final Lookups dns;
    private final Tasks tasks;
    private final List<Tasks.Task<SpfResult>> spf = new ArrayList<>();
    private final Optional<Tasks.Task<IprevResult>> iprev;
    private @Nullable Begun begun;

    /// What begins when the header is complete.
    private record Begun(
            HeaderBlock header, Author author, DkimVerification dkim, ArcValidation arc, Tasks.Task<Boolean> policy) {}

    /// Begins the checks of a message whose MAIL has come.
    Verification(Checks checks, ConnectionFacts connection, Envelope envelope) {
        this.checks = checks;
        this.connection = connection;
        this.envelope = envelope;
        this.dns = checks.lookups();
        this.tasks = new Tasks(checks.executor());
        connection.client().ifPresent(this::startSpf);
        this.iprev = connection
                .client()
                .filter(_ -> checks.settings().verify().iprev())
                .map(client -> tasks.start(() -> IprevCheck.check(client, dns)));
    }

    private void startSpf(InetAddress client) {
        ReversePath sender = ReversePath.parse(envelope.mailFrom());
        String receiver = connection.mtaName().orElse(UNKNOWN_RECEIVER).latin1();
        SpfQuery query = new SpfQuery(client, connection.helo(), sender, receiver);
        spf.add(tasks.start(() -> checks.spf().mailFrom(query, dns)));
        spf.add(tasks.start(() -> checks.spf().helo(query, dns)));
    }

    /// The header is complete.
    ///
    /// @param bodies takes the orders for the body
    void begin(HeaderBlock header, Author author, BodyHashes bodies) {
        begun = new Begun(
                header,
                author,
                checks.dkim().begin(header, author, envelope.form(), dns, tasks, bodies),
                checks.arc().begin(header, envelope.form(), dns, tasks, bodies),
                tasks.start(() -> {
                    checks.dmarc().prefetch(author, dns);
                    return true;
                }));
    }

    /// Waits for what still runs, and judges. The body must have ended.
    ///
    /// @param facts what is irregular about the message's form
    Verdict end(MessageFacts facts) {
        Begun message = begun;
        if (message == null) {
            throw new IllegalStateException("the header did not end");
        }
        Duration patience = checks.budgets().dns().timePerMessage();
        List<DkimResult> dkim = message.dkim().finish();
        ArcResult arc = message.arc().finish();
        List<SpfResult> senders = spf.stream().map(task -> task.await(patience)).toList();
        Optional<IprevResult> client = iprev.map(task -> task.await(patience));
        message.policy().await(patience);
        tasks.awaitExecuted(patience);
        dns.openReserve();
        Optional<SpfResult> mailFrom = senders.stream().findFirst();
        DmarcResult dmarc = checks.dmarc().evaluate(message.author(), mailFrom, dkim, dns);
        Optional<OverrideRule> rule = rule(message, arc, dkim);
        Optional<PolicyOverride> override = dmarc.status() == DmarcResult.Status.PASS || rule.isPresent()
                ? Optional.empty()
                : forwarder(client).or(() -> sealed(message, arc));
        Judgement judgement =
                checks.judge().judge(new Judge.Case(connection.client(), mailFrom, dkim, dmarc, rule, override));
        Evidence evidence = new Evidence(
                facts,
                message.author(),
                senders,
                dkim,
                arc,
                dmarc,
                client,
                judgement.applied(),
                judgement.overrides(),
                rule,
                dns.log(),
                Statements.ofVerified(connection, senders, client, dkim, arc, dmarc, judgement),
                judgement.reason());
        return new Verdict(judgement.disposition(), evidence);
    }

    /// The end of the checks.
    record Verdict(Disposition disposition, Evidence evidence) {}

    /// The first override of the administrator's that is for the message.
    private Optional<OverrideRule> rule(Begun message, ArcResult arc, List<DkimResult> dkim) {
        List<OverrideRule> rules = checks.settings().overrides();
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        var known = new OverrideConditions.Case(
                connection.client(),
                ReversePath.parse(envelope.mailFrom()),
                message.header(),
                message.author(),
                arc,
                dkim);
        Instant now = checks.clock().instant();
        return rules.stream()
                .filter(rule -> !rule.isExpired(now))
                .filter(rule -> rule.when().match(known, rule.action().opens()))
                .findFirst();
    }

    private Optional<PolicyOverride> forwarder(Optional<IprevResult> client) {
        Optional<DomainName> confirmed = client.flatMap(IprevResult::name);
        return connection
                .client()
                .flatMap(address -> checks.settings().trust().forwarder(address, confirmed))
                .map(known -> new PolicyOverride(PolicyOverride.Kind.TRUSTED_FORWARDER, known.toString()));
    }

    private Optional<PolicyOverride> sealed(Begun message, ArcResult arc) {
        return message.author() instanceof Author.Single(DomainName author)
                ? ArcOverride.of(arc, author, checks.settings().trust())
                : Optional.empty();
    }

    @Override
    public void close() {
        tasks.close();
    }
}
