package org.vidimus.daemon.explain;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vidimus.daemon.text.Version;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.FactsCollector;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.LineEnds;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.pipeline.BodyInterest;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Examination;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.LocalPolicy;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.Roles;
import org.vidimus.policy.pipeline.SievePolicy;
import org.vidimus.policy.pipeline.TrustSettings;
import org.vidimus.policy.pipeline.VerifySettings;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// Examines a message from a file as the filter examines one from the network: with the same pipeline, but
/// as mail from outside whoever brings it, and asking one question to the DNS after the other.
public final class MessageCheck {
    /// Twice what an MTA's header can have before [Budgets#headerBytes()] is reported.
    private static final int LONGEST_HEADER = 4 << 20;

    private static final Bytes SIGNATURE = Bytes.utf8("DKIM-Signature");
    private static final int CHUNK = 1 << 16;

    private MessageCheck() {}

    /// A message that can be read more than once.
    @FunctionalInterface
    public interface Source {
        /// The message from its beginning.
        InputStream open() throws IOException;
    }

    /// What is known about how a message came, and how it is to be examined.
    ///
    /// @param name what to call the message, such as its file
    /// @param client the address of the SMTP client
    /// @param helo what the client called itself
    /// @param mailFrom the envelope sender, angle brackets included
    /// @param recipients those of the envelope, likewise; only a script looks at them
    /// @param at the time of the examination
    /// @param authservId who speaks
    /// @param dns what to call the DNS that is asked
    /// @param settings what failures lead to
    /// @param script the administrator's script
    public record Order(
            String name,
            Optional<InetAddress> client,
            Optional<Bytes> helo,
            Optional<Bytes> mailFrom,
            List<Bytes> recipients,
            Instant at,
            AuthservId authservId,
            String dns,
            PipelineSettings settings,
            Optional<SieveScript> script) {
        /// Copies the list.
        public Order {
            recipients = List.copyOf(recipients);
        }
    }

    /// Examines the message.
    ///
    /// @throws IOException if it cannot be read, or has no end of the header where one could be
    public static Checked run(Order order, Source source, Resolver resolver, LongSupplier nanoTime) throws IOException {
        Lines lines;
        try (InputStream in = source.open()) {
            lines = Lines.of(in);
        }
        try (InputStream in = lines.travelling(source.open())) {
            RawMessage beginning = beginning(in, order.name());
            List<SieveOutcome> runs = new ArrayList<>();
            Pipeline pipeline = pipeline(order, resolver, nanoTime)
                    .with(() -> order.script()
                            .<LocalPolicy>map(script -> policy(script, nanoTime).watchedBy(runs::add))
                            .orElse(LocalPolicy.NONE));
            return examine(order, new Opened(lines, beginning, in), pipeline, runs);
        }
    }

    /// A message of which the header and the beginning of the body are read.
    private record Opened(Lines lines, RawMessage beginning, InputStream rest) {}

    private static Pipeline pipeline(Order order, Resolver resolver, LongSupplier nanoTime) {
        TrustSettings trust = order.settings().trust();
        VerifySettings verify = order.settings().verify();
        PipelineSettings settings = order.settings()
                .with(new VerifySettings(Optional.of(order.authservId()), verify.loginName(), verify.iprev()))
                .with(new TrustSettings(List.of(), trust.forwarders(), trust.sealers()))
                .with(Roles.DEFAULT);
        return new Pipeline(
                settings, Budgets.DEFAULT, resolver, InstantSource.fixed(order.at()), nanoTime, Runnable::run);
    }

    private static SievePolicy policy(SieveScript script, LongSupplier nanoTime) {
        return new SievePolicy(
                script, new SievePolicy.Surroundings(nanoTime, ZoneId.systemDefault(), Version.number()));
    }

    /// @param runs has what the script did once the message has ended
    private static Checked examine(Order order, Opened message, Pipeline pipeline, List<SieveOutcome> runs)
            throws IOException {
        HeaderBlock header = message.beginning().header();
        Sender sender = Sender.of(order.mailFrom(), header);
        ConnectionFacts connection = new ConnectionFacts(
                order.client(),
                false,
                order.helo(),
                Optional.of(Bytes.utf8(order.authservId().text())),
                Optional.empty(),
                Optional.empty(),
                "");
        boolean international = isInternational(sender.address())
                || header.entries().stream()
                        .anyMatch(entry -> isInternational(entry.field().value()));
        var form = new HeaderForm(true, international);
        var facts = new FactsCollector(form, LineEnds.CRLF);
        try (Examination examination = pipeline.begin(connection, new Envelope(sender.examined(), form))) {
            order.recipients().forEach(examination::recipient);
            for (HeaderBlock.Entry entry : header.entries()) {
                facts.field(entry.field());
                examination.header(entry.field());
            }
            examination.endOfHeaders();
            body(message, examination, facts);
            Findings findings = examination.end();
            return new Checked(
                    order,
                    sender,
                    international,
                    message.lines(),
                    facts.finish(),
                    header.entries().size(),
                    message.beginning().headerEnd(),
                    header.named(SIGNATURE).stream()
                            .limit(Budgets.DEFAULT.signatures().dkim())
                            .map(entry -> ChangedField.of(entry.field().value(), header))
                            .toList(),
                    findings,
                    runs.stream().findFirst());
        }
    }

    /// The facts need the whole body, whatever the examination needs.
    private static void body(Opened message, Examination examination, FactsCollector facts) throws IOException {
        byte[] chunk = message.beginning().body().toArray();
        int length = chunk.length;
        BodyInterest interest = BodyInterest.MORE;
        while (length >= 0) {
            facts.body(chunk, 0, length);
            if (interest == BodyInterest.MORE) {
                interest = examination.body(chunk, 0, length);
            }
            chunk = chunk.length < CHUNK ? new byte[CHUNK] : chunk;
            length = message.rest().read(chunk);
        }
    }

    /// The header, and the beginning of the body; the rest of it is left in `in`.
    static RawMessage beginning(InputStream in, String name) throws IOException {
        Bytes octets = Bytes.of(in.readNBytes(LONGEST_HEADER));
        boolean more = octets.length() == LONGEST_HEADER;
        // Nothing is refused here for its size; the examination says so.
        Budgets unlimited = new Budgets(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        return switch (RawMessage.parse(octets, unlimited)) {
            case Parsed.Ok<RawMessage>(RawMessage message) -> {
                boolean open = switch (message.headerEnd()) {
                    case BLANK_LINE -> false;
                    case NOT_A_FIELD -> message.body().indexOf('\n', 0) < 0;
                    case END_OF_MESSAGE -> true;
                };
                if (more && open) {
                    throw new IOException(name + ": the header does not end within 4 MiB");
                }
                yield message;
            }
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new IllegalStateException(why);
        };
    }

    /// Whether this is more than ASCII, and what more there is is UTF-8.
    private static boolean isInternational(Bytes octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.at(i) >= 0x80) {
                return octets.utf8().indexOf('\uFFFD') < 0;
            }
        }
        return false;
    }
}
