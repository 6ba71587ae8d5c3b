package org.vidimus.daemon.probe;

import java.net.Inet6Address;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.vidimus.milter.client.Agreement;
import org.vidimus.milter.client.ClientSession;
import org.vidimus.milter.client.EndOfMessage;
import org.vidimus.milter.client.Envelope;
import org.vidimus.milter.client.FilterSettings;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.Message;
import org.vidimus.milter.client.MilterClient;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.Mta;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Step;

/// Plays an MTA that takes a message by SMTP and asks a chain of filters about it. Each message is an SMTP session of
/// its own, with a connection of its own to each filter.
///
/// Thread-safe.
public final class MessageSender implements AutoCloseable {
    private static final int CLIENT_PORT = 52100;
    private static final SmtpReply NO_RECIPIENTS = SmtpReply.of(554, "5.5.1", "No valid recipients");

    private final Submission submission;
    private final List<MilterClient> chain;
    private final Transport transport = Transport.open(1);
    private final InstantSource clock;
    private final AtomicLong messages = new AtomicLong();

    /// A sender to the filters behind `sockets`, of which each sees the edits of those before it.
    public MessageSender(Submission submission, List<MilterSocket> sockets, InstantSource clock) {
        this.submission = submission;
        this.clock = clock;
        Mta mta = Mta.of(submission.profile(), submission.host());
        this.chain = sockets.stream()
                .map(socket -> new MilterClient(transport, FilterSettings.of(socket), mta))
                .toList();
    }

    /// Sends one message, given in the format of RFC 5322.
    ///
    /// @throws InterruptedException when interrupted; the sessions are closed
    public Sent send(Bytes message) throws InterruptedException {
        var links = new ArrayList<ChainLink>();
        try {
            for (MilterClient client : chain) {
                links.add(new ChainLink(client.filter().socket(), client.open()));
            }
            return new Session(links).send(message);
        } finally {
            links.forEach(link -> link.session.close());
        }
    }

    @Override
    public void close() {
        transport.close();
    }

    /// One filter of the chain in one session. Confined to the sending thread.
    private static final class ChainLink {
        private final MilterSocket socket;
        private final ClientSession session;
        private final List<Sent.Answer> answers = new ArrayList<>();
        private List<Reply.Edit> edits = List.of();

        ChainLink(MilterSocket socket, ClientSession session) {
            this.socket = socket;
            this.session = session;
        }

        Sent.Report report() {
            return new Sent.Report(socket, answers, edits, session.takeRemarks());
        }
    }

    /// An event, told to one filter.
    @FunctionalInterface
    private interface Event {
        MilterResponse tell(ClientSession session) throws InterruptedException;
    }

    /// One SMTP session. Confined to the sending thread.
    private final class Session {
        private final List<ChainLink> links;
        private final String queueId;

        Session(List<ChainLink> links) {
            this.links = links;
            this.queueId = "VIDIMUS%06d".formatted(messages.incrementAndGet());
        }

        Sent send(Bytes octets) throws InterruptedException {
            for (ChainLink link : links) {
                submission.macros().forEach(link.session.macros()::set);
            }
            List<Bytes> accepted = new ArrayList<>();
            MilterResponse verdict = envelope(accepted);
            Mail mail = received(octets, accepted);
            if (!verdict.letsPass()) {
                return sent(verdict, mail);
            }
            for (ChainLink link : links) {
                EndOfMessage end = link.session.content(mail);
                link.edits = end.edits();
                if (!end.response().letsPass()) {
                    return sent(end.response(), mail);
                }
                mail = mail.edit(end.edits(), rawValues(link.session));
            }
            return sent(verdict, mail);
        }

        private MilterResponse envelope(List<Bytes> accepted) throws InterruptedException {
            boolean inet6 = submission.client() instanceof Inet6Address;
            var connect = new Command.Connect(
                    Bytes.utf8(submission.clientName()),
                    inet6 ? Family.INET6 : Family.INET,
                    CLIENT_PORT,
                    Bytes.latin1(submission.client().getHostAddress()));
            MilterResponse verdict = ask("CONNECT", session -> session.connect(connect));
            if (verdict.letsPass()) {
                verdict = ask("HELO", session -> session.helo(Bytes.utf8(submission.helo())));
            }
            if (verdict.letsPass()) {
                // Not before: on Sendmail HELO ends a message, and its id with it.
                links.forEach(link -> link.session.queueId(queueId));
                verdict = ask("MAIL", session -> session.mail(submission.sender(), List.of()));
            }
            if (verdict.letsPass()) {
                verdict = recipients(accepted);
            }
            return verdict.letsPass() ? ask("DATA", ClientSession::data) : verdict;
        }

        /// A refused recipient is refused alone; without any the client gives up.
        private MilterResponse recipients(List<Bytes> accepted) throws InterruptedException {
            MilterResponse last = new MilterResponse.Continue();
            for (Bytes recipient : submission.recipients()) {
                last = ask("RCPT " + WireText.shown(recipient), session -> session.rcpt(recipient, List.of()));
                switch (last) {
                    case MilterResponse.Continue _, MilterResponse.Accept _, MilterResponse.Skip _ ->
                        accepted.add(recipient);
                    case MilterResponse.Reject _, MilterResponse.Tempfail _ -> {}
                    case MilterResponse.Discard _, MilterResponse.Shutdown _, MilterResponse.Broken _ -> {
                        return last;
                    }
                }
            }
            if (!accepted.isEmpty()) {
                return new MilterResponse.Continue();
            }
            return submission.recipients().size() == 1 ? last : new MilterResponse.Reject(NO_RECIPIENTS);
        }

        /// Asks each filter, until one does not let the command pass.
        private MilterResponse ask(String event, Event told) throws InterruptedException {
            for (ChainLink link : links) {
                MilterResponse response = told.tell(link.session);
                if (!(response instanceof MilterResponse.Continue)) {
                    link.answers.add(new Sent.Answer(event, response));
                }
                if (!response.letsPass()) {
                    return response;
                }
            }
            return new MilterResponse.Continue();
        }

        private Mail received(Bytes octets, List<Bytes> accepted) {
            Envelope envelope = new Envelope(
                    submission.sender(),
                    List.of(),
                    accepted.stream()
                            .map(address -> new Envelope.Recipient(address, List.of()))
                            .toList());
            var additions = new Mail.Additions(Optional.of(Bytes.utf8(trace())), List.of());
            return Mail.received(submission.profile(), Message.parse(octets), envelope, additions);
        }

        private String trace() {
            String time =
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
            String software = submission.profile() == MtaProfile.POSTFIX ? " (Postfix)" : " (8.17.1/8.17.1)";
            return " from %s (%s [%s])\n\tby %s%s with ESMTP id %s;\n\t%s"
                    .formatted(
                            submission.helo(),
                            submission.clientName(),
                            submission.client().getHostAddress(),
                            submission.host(),
                            software,
                            queueId,
                            time);
        }

        private Sent sent(MilterResponse verdict, Mail mail) throws InterruptedException {
            for (ChainLink link : links) {
                link.session.quit();
            }
            return new Sent(verdict, links.stream().map(ChainLink::report).toList(), mail);
        }
    }

    private static boolean rawValues(ClientSession session) {
        return session.agreement()
                .map(Agreement::steps)
                .map(steps -> steps.contains(Step.HEADER_LEADING_SPACE))
                .orElse(false);
    }
}
