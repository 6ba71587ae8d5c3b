package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.client.ClientSession;
import org.vidimus.milter.client.DefaultAction;
import org.vidimus.milter.client.EndOfMessage;
import org.vidimus.milter.client.Envelope;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.Message;
import org.vidimus.milter.client.MilterClient;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.SmtpReply;

/// As much of a mail server as transcripts need, around the client side of the protocol: SMTP commands in, replies,
/// deliveries and quarantines out. What the client says to a filter's verdict is passed on as it is.
///
/// Confined to one thread.
final class ClientMailServer {
    private final MilterClient client;
    private final MtaProfile profile;
    private final DefaultAction onFailure;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private Optional<String> held = Optional.empty();
    private Optional<ClientSession> session = Optional.empty();
    private Optional<Reply> refusedSession = Optional.empty();
    private Optional<Reply> refusedHelo = Optional.empty();
    private Optional<Envelope> envelope = Optional.empty();
    private boolean discarded;
    private int queueId = 1;

    ClientMailServer(MilterClient client, MtaProfile profile, DefaultAction onFailure) {
        this.client = client;
        this.profile = profile;
        this.onFailure = onFailure;
    }

    Outcome play(List<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            step(step);
        }
        return new Outcome(exchanges, deliveries, held, List.of());
    }

    private void step(Step step) throws InterruptedException {
        switch (step) {
            case Step.Connect(ReplyPattern expected) -> {
                end();
                exchanges.add(new Exchange("(connect)", expected, connect()));
            }
            case Step.Command(String line, ReplyPattern expected) ->
                exchanges.add(new Exchange(line, expected, command(line)));
            case Step.Message message -> message(message);
            case Step.StartTls(ReplyPattern expected) -> {
                open().macros().set("tls_version", "TLSv1.3").set("cipher", "TLS_AES_256_GCM_SHA384");
                exchanges.add(new Exchange("STARTTLS", expected, new Reply("220", "2.0.0 Ready to start TLS")));
            }
            case Step.Pipeline(var group) -> {
                for (Step one : group) {
                    step(one);
                }
            }
            case Step.Drop() -> {
                open().close();
                session = Optional.empty();
            }
            case Step.Submit submit -> submit(submit);
        }
    }

    private ClientSession open() throws InterruptedException {
        if (session.isEmpty()) {
            connect();
        }
        return session.orElseThrow();
    }

    private Reply connect() throws InterruptedException {
        ClientSession opened = client.open();
        session = Optional.of(opened);
        refusedHelo = Optional.empty();
        envelope = Optional.empty();
        String name = profile == MtaProfile.POSTFIX ? "localhost" : ClientTarget.HOST;
        opened.macros()
                .set("daemon_name", profile == MtaProfile.POSTFIX ? ClientTarget.HOST : "MTA-v4")
                .set("daemon_addr", "127.0.0.1")
                .set("v", profile == MtaProfile.POSTFIX ? "Postfix 3.7.11" : "8.17.1.9");
        MilterResponse response =
                opened.connect(new Command.Connect(Bytes.latin1(name), Family.INET, 40_000, Bytes.latin1("127.0.0.1")));
        refusedSession = refusal(response);
        return profile.greeting(effective(response), ClientTarget.HOST)
                .map(ClientMailServer::reply)
                .orElse(new Reply("220", ClientTarget.HOST + " ESMTP"));
    }

    private Reply command(String line) throws InterruptedException {
        ClientSession current = open();
        if (exchanges.stream().anyMatch(exchange -> exchange.reply().code().equals("421"))) {
            return Reply.CLOSED;
        }
        String verb = line.split("[ :]")[0];
        String rest = line.substring(Math.min(line.length(), verb.length() + 1));
        return switch (verb) {
            case "EHLO", "HELO" -> {
                envelope = Optional.empty();
                refusedHelo = refusal(current.helo(Bytes.latin1(rest)));
                yield new Reply("250", ClientTarget.HOST);
            }
            case "MAIL" -> mail(current, rest.substring("FROM:".length()));
            case "RCPT" -> rcpt(current, rest.substring("TO:".length()));
            case "RSET" -> {
                forget();
                current.abort();
                yield new Reply("250", "2.0.0 Ok");
            }
            case "NOOP" -> new Reply("250", "2.0.0 Ok");
            case "QUIT" -> {
                end();
                yield new Reply("221", "2.0.0 Bye");
            }
            case "AUTH" -> {
                current.macros().set("auth_type", "PLAIN").set("auth_authen", rest.split(" ")[1]);
                yield new Reply("235", "2.7.0 Authentication successful");
            }
            default ->
                refusal(current.unknown(Bytes.latin1(line)))
                        .filter(reply ->
                                profile == MtaProfile.SENDMAIL || reply.code().startsWith("4"))
                        .orElse(new Reply("500", "5.5.2 Error: command not recognized"));
        };
    }

    private Reply mail(ClientSession current, String argument) throws InterruptedException {
        Optional<Reply> refused = refusedSession.or(() -> refusedHelo);
        if (refused.isPresent()) {
            return refused.get();
        }
        Delivery.Path path = Delivery.Path.parse(argument);
        current.queueId("Q" + queueId++);
        MilterResponse response = current.mail(Bytes.latin1(path.address()), parameters(path));
        discarded = response instanceof MilterResponse.Discard;
        Optional<Reply> refusal = refusal(response);
        if (refusal.isEmpty()) {
            envelope = Optional.of(new Envelope(Bytes.latin1(path.address()), parameters(path), List.of()));
        }
        return refusal.orElse(new Reply("250", "2.1.0 Ok"));
    }

    private Reply rcpt(ClientSession current, String argument) throws InterruptedException {
        if (envelope.isEmpty()) {
            return new Reply("503", "5.5.1 Error: need MAIL command");
        }
        Delivery.Path path = Delivery.Path.parse(argument);
        MilterResponse response = current.rcpt(Bytes.latin1(path.address()), parameters(path));
        discarded |= response instanceof MilterResponse.Discard;
        Optional<Reply> refusal = refusal(response);
        if (refusal.isEmpty()) {
            Envelope before = envelope.get();
            List<Envelope.Recipient> recipients = new ArrayList<>(before.recipients());
            recipients.add(new Envelope.Recipient(Bytes.latin1(path.address()), parameters(path)));
            envelope = Optional.of(new Envelope(before.sender(), before.parameters(), recipients));
        }
        return refusal.orElse(new Reply("250", "2.1.5 Ok"));
    }

    private void message(Step.Message message) throws InterruptedException {
        Reply onData = data();
        exchanges.add(new Exchange("DATA", message.onData(), onData));
        if (onData.code().equals("354")) {
            Reply onEnd = content(open(), message.content());
            message.onEnd().ifPresent(expected -> exchanges.add(new Exchange("(message)", expected, onEnd)));
        }
    }

    private Reply data() throws InterruptedException {
        if (envelope.map(e -> e.recipients().isEmpty()).orElse(true)) {
            return profile == MtaProfile.POSTFIX
                    ? new Reply("554", "5.5.1 Error: no valid recipients")
                    : new Reply("503", "5.0.0 Need RCPT (recipient)");
        }
        MilterResponse response = open().data();
        discarded |= response instanceof MilterResponse.Discard;
        Optional<Reply> refusal = refusal(response);
        if (refusal.isPresent()) {
            forget();
        }
        return refusal.orElse(new Reply("354", "End data with <CR><LF>.<CR><LF>"));
    }

    private Reply content(ClientSession current, String content) throws InterruptedException {
        Envelope finished = envelope.orElseThrow();
        boolean thrownAway = discarded;
        forget();
        Mail mail = Mail.received(
                profile, Message.parse(Bytes.latin1(content)), finished, additions(profile, finished.sender()));
        EndOfMessage end = current.content(mail);
        Optional<Reply> refusal = refusal(end.response());
        if (refusal.isEmpty() && !thrownAway && !(end.response() instanceof MilterResponse.Discard)) {
            boolean raw = current.agreement()
                    .map(agreed -> agreed.steps().contains(org.vidimus.milter.wire.Step.HEADER_LEADING_SPACE))
                    .orElse(false);
            keep(mail.edit(end.edits(), raw));
        }
        return refusal.orElse(new Reply("250", "2.0.0 Ok: queued"));
    }

    private void keep(Mail mail) {
        if (mail.held().isPresent()) {
            held = mail.held().map(Bytes::latin1);
        } else if (!mail.envelope().recipients().isEmpty()) {
            deliveries.add(new Delivery(
                    path(mail.envelope().sender(), mail.envelope().parameters()),
                    mail.envelope().recipients().stream()
                            .map(recipient -> path(recipient.address(), recipient.parameters()))
                            .toList(),
                    MessagePattern.split(Octets.of(mail.toOctets()))));
        }
    }

    private static Mail.Additions additions(MtaProfile profile, Bytes sender) {
        String from = sender.latin1().replaceAll("[<>]", "");
        Message.Field id = Message.Field.of("Message-Id", "<generated@" + ClientTarget.HOST + ">");
        Message.Field date = Message.Field.of("Date", "Mon, 23 Nov 2026 12:00:00 +0000");
        Message.Field author = Message.Field.of("From", from);
        return new Mail.Additions(
                Optional.of(Bytes.latin1(" from client.example.org by " + ClientTarget.HOST)),
                profile == MtaProfile.POSTFIX ? List.of(id, date, author) : List.of(date, author, id));
    }

    private void submit(Step.Submit submit) throws InterruptedException {
        try (ClientSession local = client.open()) {
            local.connectLocal();
            local.helo(Bytes.latin1("localhost"));
            local.queueId("L1");
            local.macros().set("i", "L1");
            local.mail(Bytes.latin1(submit.sender()), List.of());
            List<Envelope.Recipient> recipients = new ArrayList<>();
            for (String recipient : submit.recipients()) {
                local.rcpt(Bytes.latin1(recipient), List.of());
                recipients.add(Envelope.Recipient.of("<" + recipient + ">"));
            }
            local.data();
            envelope = Optional.of(new Envelope(Bytes.latin1("<" + submit.sender() + ">"), List.of(), recipients));
            content(local, submit.content());
            local.quit();
        }
    }

    private void forget() {
        envelope = Optional.empty();
        discarded = false;
    }

    /// A broken filter is what the settings make of it.
    private MilterResponse effective(MilterResponse response) {
        return response instanceof MilterResponse.Broken broken ? onFailure.response(profile, broken) : response;
    }

    private Optional<Reply> refusal(MilterResponse response) {
        return effective(response).smtpReply().map(ClientMailServer::reply);
    }

    private static Reply reply(SmtpReply reply) {
        String prefix = reply.enhanced().map(code -> code + " ").orElse("");
        return new Reply(String.valueOf(reply.code()), prefix + String.join("\n" + prefix, reply.lines()));
    }

    private static Delivery.Path path(Bytes address, List<Bytes> parameters) {
        return new Delivery.Path(
                address.latin1(), parameters.stream().map(Bytes::latin1).toList());
    }

    private static List<Bytes> parameters(Delivery.Path path) {
        return Arrays.asList(path.arguments().stream().map(Bytes::latin1).toArray(Bytes[]::new));
    }

    /// Ends the session, if one is open.
    void end() throws InterruptedException {
        if (session.isPresent()) {
            session.get().quit();
            session.get().close();
        }
        session = Optional.empty();
    }
}
