package org.vidimus.daemon.wiring;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.milter.filter.BodyVerdict;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.ClientAddress;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.EnhancedCode;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.BodyInterest;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Envelope;
import org.vidimus.policy.pipeline.Examination;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.RecipientEdit;

/// Puts a pipeline behind the milter protocol: events become calls of an [Examination], its findings become
/// edits, a verdict and one log line. It decides nothing itself.
///
/// Everything is streamed, so the MTA waits only at the end of a message. That includes the body: to be told
/// that the rest is of no use (SKIP), the MTA would have to wait for an answer to every chunk, also where all
/// of it is needed, as it is for nearly all mail.
final class MilterAdapter {
    /// The parameter of MAIL by which a client asks for internationalised mail (RFC 6531 §3.4).
    private static final Bytes SMTPUTF8 = Bytes.utf8("SMTPUTF8");

    private MilterAdapter() {}

    /// The filter that runs `pipeline`.
    ///
    /// @param metrics counts what became of messages
    static Filter<?, ?> filter(Pipeline pipeline, MailMetrics metrics) {
        Set<String> asked = pipeline.macros();
        String[] sender = Stream.concat(
                        Stream.of("{auth_type}", "{auth_authen}"),
                        asked.stream().map(MilterAdapter::braced))
                .distinct()
                .toArray(String[]::new);
        Filter.Builder<Connection, Message> builder = Filter.of(
                        (FilterContext context) -> new Connection(context, asked),
                        (Connection connection) -> new Message(connection, pipeline, metrics))
                .onConnect(Mode.STREAM, Connection::connect)
                .onHelo(Mode.STREAM, Connection::helo)
                .onMail(Mode.STREAM, Message::mail)
                .onRcpt(Mode.STREAM, Message::rcpt)
                .onHeader(Mode.STREAM, Message::header)
                .onEndOfHeaders(Mode.STREAM, Message::endOfHeaders)
                .onBody(Mode.STREAM, Message::body)
                .onEndOfMessage(Message::end)
                .onAbort(Message::abort)
                // A filter that cannot remove a forged field must not let it pass.
                .requires(Action.ADD_HEADERS, Action.CHANGE_HEADERS)
                // Where it is not offered, what would be held is marked only.
                .uses(Action.QUARANTINE)
                .macros(Stage.CONNECT, "j", "{daemon_name}")
                .macros(Stage.MAIL, sender)
                .macros(Stage.END_OF_MESSAGE, "i");
        // An MTA asks no more for a message than it was told at the beginning of the connection.
        return (pipeline.changesRecipients()
                        ? builder.requires(Action.ADD_RECIPIENTS, Action.DELETE_RECIPIENTS)
                        : builder)
                .build();
    }

    /// A macro as it is asked for.
    private static String braced(String name) {
        return name.length() == 1 ? name : "{" + name + "}";
    }

    /// One SMTP session. Confined to its connection's thread.
    private static final class Connection {
        private final FilterContext context;
        private final Set<String> asked;
        private Optional<InetAddress> client = Optional.empty();
        private boolean local;
        private Optional<Bytes> name = Optional.empty();
        private Optional<Bytes> helo = Optional.empty();

        Connection(FilterContext context, Set<String> asked) {
            this.context = context;
            this.asked = asked;
        }

        SessionVerdict connect(Command.Connect connect) {
            client = ClientAddress.of(connect);
            local = connect.family() == Family.UNIX;
            name = Optional.of(connect.host().compact()).filter(host -> host.length() > 0);
            return Verdict.CONTINUE;
        }

        SessionVerdict helo(Command.Helo command) {
            helo = Optional.of(command.name().compact());
            return Verdict.CONTINUE;
        }

        ConnectionFacts facts() {
            return new ConnectionFacts(
                            client,
                            local,
                            helo.map(MilterAdapter::policy),
                            macro("j"),
                            Authentication.of(macro("auth_authen"), macro("auth_type")),
                            macro("daemon_name"),
                            context.listener())
                    .withNamed(name.map(MilterAdapter::policy), macros());
        }

        private Map<String, org.vidimus.policy.base.Bytes> macros() {
            Map<String, org.vidimus.policy.base.Bytes> values = new HashMap<>();
            asked.forEach(wanted -> macro(wanted).ifPresent(value -> values.put(wanted, value)));
            return values;
        }

        private Optional<org.vidimus.policy.base.Bytes> macro(String name) {
            return context.macro(name).map(MilterAdapter::policy);
        }
    }

    /// One message. Confined to its connection's thread.
    private static final class Message {
        private final Connection connection;
        private final Pipeline pipeline;
        private final MailMetrics metrics;
        private Bytes sender = Bytes.EMPTY;
        private int recipients;
        private boolean headersEnded;
        private @Nullable Examination begun;

        Message(Connection connection, Pipeline pipeline, MailMetrics metrics) {
            this.connection = connection;
            this.pipeline = pipeline;
            this.metrics = metrics;
        }

        Verdict mail(Command.Mail mail) {
            sender = mail.sender().compact();
            boolean international =
                    mail.parameters().stream().anyMatch(parameter -> parameter.equalsIgnoreCase(SMTPUTF8));
            HeaderForm form = new HeaderForm(connection.context.negotiated().exactHeaders(), international);
            begun = pipeline.begin(connection.facts(), new Envelope(policy(sender), form));
            return Verdict.CONTINUE;
        }

        Verdict rcpt(Command.Rcpt rcpt) {
            recipients++;
            return examined(examination -> {
                examination.recipient(policy(rcpt.recipient().compact()));
                return Verdict.CONTINUE;
            });
        }

        Verdict header(Command.Header field) {
            return examined(examination -> {
                examination.header(new HeaderField(policy(field.name()), policy(field.value())));
                return Verdict.CONTINUE;
            });
        }

        Verdict endOfHeaders() {
            headersEnded = true;
            return examined(examination -> {
                examination.endOfHeaders();
                return Verdict.CONTINUE;
            });
        }

        BodyVerdict body(Command.Body body) {
            return examined(examination ->
                    body.chunk().readBy(examination::body) == BodyInterest.MORE ? Verdict.CONTINUE : BodyVerdict.SKIP);
        }

        /// Runs `work`; if it fails, the message is put off and nothing may go on for it.
        private <T> T examined(Function<Examination, T> work) {
            boolean done = false;
            try {
                T result = work.apply(examination());
                done = true;
                return result;
            } finally {
                if (!done) {
                    abort();
                }
            }
        }

        Outcome end() {
            if (!headersEnded) {
                endOfHeaders();
            }
            Examination examination = examination();
            connection
                    .context
                    .queueId()
                    .map(org.vidimus.policy.base.Bytes::utf8)
                    .ifPresent(examination::queueId);
            Findings findings = findings();
            log(findings);
            List<Edit> edits = new ArrayList<>(
                    findings.edits().stream().map(MilterAdapter::edit).toList());
            findings.recipients().stream().map(MilterAdapter::edit).forEach(edits::add);
            return switch (findings.disposition()) {
                case Disposition.Accept() -> Outcome.edited(edits);
                case Disposition.Quarantine(String reason) -> {
                    if (mayQuarantine()) {
                        edits.add(new Edit.Quarantine(reason));
                    }
                    yield Outcome.edited(edits);
                }
                case Disposition.Discard _ -> Outcome.of(Verdict.DISCARD);
                case Disposition.Refuse refuse -> Outcome.of(new SessionVerdict.Refuse(reply(refuse)));
            };
        }

        private Findings findings() {
            long began = System.nanoTime();
            boolean done = false;
            try {
                Findings findings = examination().end();
                metrics.count(findings, Duration.ofNanos(System.nanoTime() - began));
                done = true;
                return findings;
            } finally {
                if (!done) {
                    metrics.failed();
                }
            }
        }

        private void log(Findings findings) {
            var origin = new MessageLog.Origin(
                    connection.context.queueId(), connection.client, connection.helo, sender, recipients);
            MessageLog.write(origin, findings, mayQuarantine());
        }

        void abort() {
            if (begun != null) {
                begun.close();
            }
        }

        private boolean mayQuarantine() {
            return connection.context.negotiated().actions().contains(Action.QUARANTINE);
        }

        /// The examination of a message begins with MAIL, which the protocol has before everything else.
        private Examination examination() {
            if (begun == null) {
                throw new IllegalStateException("no MAIL before the header");
            }
            return begun;
        }
    }

    private static Edit edit(HeaderEdit edit) {
        return switch (edit) {
            case HeaderEdit.Remove(var name, int occurrence) -> new Edit.DeleteHeader(occurrence, wire(name));
            case HeaderEdit.Insert(HeaderField field) ->
                new Edit.InsertHeader(0, wire(field.name()), wire(field.value()));
            case HeaderEdit.Append(HeaderField field) -> new Edit.AppendHeader(wire(field.name()), wire(field.value()));
        };
    }

    private static Edit edit(RecipientEdit edit) {
        return switch (edit) {
            case RecipientEdit.Add(var address) -> new Edit.AddRecipient(wire(address), List.of());
            case RecipientEdit.Delete(var address) -> new Edit.DeleteRecipient(wire(address));
        };
    }

    private static SmtpReply reply(Disposition.Refuse refuse) {
        return new SmtpReply(refuse.code(), EnhancedCode.parse(refuse.status()), refuse.lines());
    }

    private static org.vidimus.policy.base.Bytes policy(Bytes octets) {
        return org.vidimus.policy.base.Bytes.copyOf(octets.asByteBuffer());
    }

    private static Bytes wire(org.vidimus.policy.base.Bytes octets) {
        return Bytes.handOver(octets.toArray(), 0, octets.length());
    }
}
