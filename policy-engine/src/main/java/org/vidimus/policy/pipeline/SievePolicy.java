package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.run.EnvironmentItem;
import org.vidimus.policy.sieve.run.SieveChecks;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// The administrator's script, run at the end of each message.
///
/// Immutable, thread-safe.
public final class SievePolicy implements LocalPolicy {
    /// Extensions whose tests look at the body.
    private static final Set<String> BODY =
            Set.of("body", "mime", "foreverypart", "extracttext", "vnd.vidimus.duplicate-id");

    private static final String TLS_VERSION = "tls_version";
    private static final String TLS_CIPHER = "cipher";

    private final SieveScript script;
    private final Surroundings surroundings;
    private final Optional<Consumer<SieveOutcome>> watcher;

    /// Where a script runs.
    ///
    /// @param nanoTime a clock of nanoseconds that only moves forward, for the time that a run may take
    /// @param zone in which the script's dates are
    /// @param version of this program, for `environment "version"`
    public record Surroundings(LongSupplier nanoTime, ZoneId zone, String version) {}

    /// A policy that is one script.
    public SievePolicy(SieveScript script, Surroundings surroundings) {
        this(script, surroundings, Optional.empty());
    }

    private SievePolicy(SieveScript script, Surroundings surroundings, Optional<Consumer<SieveOutcome>> watcher) {
        this.script = script;
        this.surroundings = surroundings;
        this.watcher = watcher;
    }

    /// As many as the script may see ([org.vidimus.policy.base.Budgets.Sieve#bodyBytes()]), if it looks at
    /// bodies.
    @Override
    public int bodyOctets() {
        return script.used().stream().anyMatch(BODY::contains) ? script.limits().bodyBytes() : 0;
    }

    @Override
    public boolean changesRecipients() {
        return script.commands().contains("redirect");
    }

    @Override
    public Ruling rule(Subject message) {
        SieveOutcome outcome = script.run(asSeen(message), surroundings.nanoTime(), watcher.isPresent());
        watcher.ifPresent(told -> told.accept(outcome));
        return SieveRuling.of(outcome, message);
    }

    /// The same, and `watcher` is told of every run, with each command and test that ran.
    public SievePolicy watchedBy(Consumer<SieveOutcome> other) {
        return new SievePolicy(script, surroundings, Optional.of(other));
    }

    private SieveMessage asSeen(Subject message) {
        return new SieveMessage(
                message.header(),
                message.size(),
                new SieveMessage.Envelope(
                        path(message.envelope().mailFrom()),
                        message.recipients().stream().map(SievePolicy::path).toList(),
                        message.connection()
                                .authentication()
                                .map(proof -> proof.user().utf8())),
                new SieveMessage.Body(message.body().octets(), message.body().whole()),
                environment(message),
                message.evidence().map(evidence -> checks(evidence, message.proposed())),
                message.now().atZone(surroundings.zone()));
    }

    /// An address without its angle brackets.
    private static String path(Bytes address) {
        String text = address.utf8();
        return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    }

    private static SieveChecks checks(Evidence evidence, Disposition proposed) {
        return new SieveChecks(
                evidence.spf(),
                evidence.dkim(),
                evidence.arc(),
                evidence.dmarc(),
                evidence.iprev(),
                policy(proposed),
                evidence.results());
    }

    /// What would become of the message, as DMARC has words for it: what SPF alone leads to counts too.
    private static DmarcPolicy policy(Disposition proposed) {
        return switch (proposed) {
            case Disposition.Accept _ -> DmarcPolicy.NONE;
            case Disposition.Quarantine _ -> DmarcPolicy.QUARANTINE;
            case Disposition.Refuse _, Disposition.Discard _ -> DmarcPolicy.REJECT;
        };
    }

    /// The items of [RFC 5183 §4.1](https://www.rfc-editor.org/rfc/rfc5183#section-4.1), and of our own.
    private Map<String, String> environment(Subject message) {
        ConnectionFacts connection = message.connection();
        Map<EnvironmentItem, String> items = new EnumMap<>(EnvironmentItem.class);
        items.put(EnvironmentItem.LOCATION, "MTA");
        items.put(EnvironmentItem.PHASE, "pre");
        items.put(EnvironmentItem.VERSION, surroundings.version());
        items.put(
                EnvironmentItem.REMOTE_IP,
                connection.client().map(InetAddress::getHostAddress).orElse(""));
        items.put(EnvironmentItem.REMOTE_HOST, host(message).orElse(""));
        connection.mtaName().map(Bytes::utf8).ifPresent(host -> {
            items.put(EnvironmentItem.HOST, host);
            items.put(EnvironmentItem.DOMAIN, host.substring(host.indexOf('.') + 1));
        });
        items.put(EnvironmentItem.HELO, connection.helo().map(Bytes::utf8).orElse(""));
        items.put(
                EnvironmentItem.AUTH_USER,
                connection.authentication().map(proof -> proof.user().utf8()).orElse(""));
        items.put(EnvironmentItem.LISTENER, connection.listener());
        items.put(
                EnvironmentItem.DAEMON, connection.daemonName().map(Bytes::utf8).orElse(""));
        items.put(EnvironmentItem.TLS_VERSION, macro(connection, TLS_VERSION));
        items.put(EnvironmentItem.TLS_CIPHER, macro(connection, TLS_CIPHER));
        items.put(EnvironmentItem.QUEUE_ID, message.queueId().map(Bytes::utf8).orElse(""));
        items.put(EnvironmentItem.INSIDE, message.skip().map(Skip::word).orElse(""));
        items.put(EnvironmentItem.PROPOSED, proposed(message.proposed()));
        items.put(
                EnvironmentItem.OVERRIDE,
                message.evidence()
                        .flatMap(Evidence::rule)
                        .map(OverrideRule::name)
                        .orElse(""));
        return EnvironmentItem.environment(items);
    }

    private static String macro(ConnectionFacts connection, String name) {
        return Optional.ofNullable(connection.macros().get(name))
                .map(Bytes::utf8)
                .orElse("");
    }

    /// The client's name, if name and address confirm each other, or what the MTA found.
    private static Optional<String> host(Subject message) {
        return message.evidence()
                .flatMap(Evidence::iprev)
                .flatMap(IprevResult::name)
                .map(Object::toString)
                .or(() -> message.connection()
                        .clientName()
                        .map(Bytes::utf8)
                        .filter(name -> !name.startsWith("[") && !name.equals("unknown")));
    }

    private static String proposed(Disposition proposed) {
        return switch (proposed) {
            case Disposition.Accept _ -> "accept";
            case Disposition.Quarantine _ -> "quarantine";
            case Disposition.Discard _ -> "discard";
            case Disposition.Refuse(int code, String _, String _) -> code < 500 ? "tempfail" : "reject";
        };
    }

    /// The macros of the MTA that `environment` shows, beside those that [ConnectionFacts] always has.
    static List<String> macros() {
        return List.of(TLS_VERSION, TLS_CIPHER);
    }
}
