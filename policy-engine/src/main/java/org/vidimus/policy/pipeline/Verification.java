package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcValidation;
import org.vidimus.policy.authres.ResultInfo;
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
import org.vidimus.policy.spf.SpfVerdict;

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
    private record Begun(Author author, DkimVerification dkim, ArcValidation arc, Tasks.Task<Boolean> policy) {}

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
        Optional<PolicyOverride> override = dmarc.status() == DmarcResult.Status.PASS
                ? Optional.empty()
                : forwarder(client).or(() -> sealed(message, arc));
        Judgement judgement =
                checks.judge().judge(new Judge.Case(connection.client(), mailFrom, dkim, dmarc, override));
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
                dns.log(),
                results(senders, client, dkim, arc, dmarc, judgement),
                judgement.reason());
        return new Verdict(judgement.disposition(), evidence);
    }

    /// The end of the checks.
    record Verdict(Disposition disposition, Evidence evidence) {}

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

    /// The statements of the one field, in the order in which a message is judged ([RFC 8601
    /// §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2)).
    private List<ResultInfo> results(
            List<SpfResult> senders,
            Optional<IprevResult> client,
            List<DkimResult> dkim,
            ArcResult arc,
            DmarcResult dmarc,
            Judgement judgement) {
        List<ResultInfo> results = new ArrayList<>();
        // The result for HELO says something only where the HELO name has a record.
        Stream.concat(
                        senders.stream().limit(1),
                        senders.stream().skip(1).filter(helo -> !(helo.verdict() instanceof SpfVerdict.None)))
                .map(SpfResult::toResultInfo)
                .forEach(results::add);
        client.map(IprevResult::toResultInfo).ifPresent(results::add);
        dkim.stream().map(DkimResult::toResultInfo).forEach(results::add);
        if (dkim.isEmpty()) {
            results.add(ResultInfo.of("dkim", "none"));
        }
        results.add(connection.client().map(arc::toResultInfo).orElseGet(arc::toResultInfo));
        results.add(explained(dmarc.toResultInfo(judgement.applied()), judgement.overrides()));
        return results;
    }

    private static ResultInfo explained(ResultInfo info, List<PolicyOverride> overrides) {
        if (overrides.isEmpty()) {
            return info;
        }
        String why = String.join(
                "; ", overrides.stream().map(PolicyOverride::toString).toList());
        return new ResultInfo(
                info.method(),
                info.methodVersion(),
                info.result(),
                Optional.of(info.comment().map(comment -> comment + "; " + why).orElse(why)),
                info.reason(),
                info.properties());
    }

    @Override
    public void close() {
        tasks.close();
    }
}
