package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.client.MilterResponse.Broken;
import org.vidimus.milter.client.MilterResponse.Failure;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Step;

/// One SMTP session as one filter sees it: the MTA's side of a milter connection.
///
/// The methods are the events of the SMTP session in their order. Each sends what the filter wants to know of
/// it, waits for the answer where there is one, and returns it as the MTA understands it. What the filter opted
/// out of, what its version lacks, and what comes after a verdict that ended its interest, is not sent; the
/// response is then [MilterResponse.Continue], or the verdict that still stands.
///
/// Commands that need no answer wait for the next that does, and leave with it in one write ([#flush] sends
/// them now). Once [Broken], a session stays so.
///
/// Confined to one thread, for which every method may wait; an interrupt leaves the session unusable but for
/// [#close].
public final class ClientSession implements AutoCloseable {
    private static final Bytes MESSAGE_ID = Bytes.latin1("Message-Id");

    private final MtaProfile profile;
    private final MacroValues macros;
    private final Remarks remarks;
    private final Standing standing;
    private Optional<Bytes> queueId = Optional.empty();
    private boolean connected;
    private boolean greeted;
    private boolean begun;
    private boolean local;

    /// Whether there is a filter to talk to.
    private sealed interface Standing {}

    private record Talking(Dialogue dialogue) implements Standing {}

    private record Unreachable(Broken why) implements Standing {}

    private ClientSession(Mta mta, MacroValues macros, Remarks remarks, Standing standing) {
        this.profile = mta.profile();
        this.macros = macros;
        this.remarks = remarks;
        this.standing = standing;
    }

    static ClientSession unreachable(Mta mta, Broken why) {
        return new ClientSession(mta, new MacroValues(mta.profile(), mta.host()), new Remarks(), new Unreachable(why));
    }

    static ClientSession open(FilterSettings filter, Mta mta, Exchange exchange) throws InterruptedException {
        return switch (negotiate(filter, mta, exchange)) {
            case Decoded.Malformed<Agreement>(String why) -> {
                exchange.close();
                yield unreachable(mta, new Broken(Failure.COMMUNICATION, "negotiation: " + why));
            }
            case Decoded.Ok<Agreement>(Agreement agreed) -> {
                exchange.maxPayload(agreed.dataSize().maxPayload());
                MacroValues macros = new MacroValues(mta.profile(), mta.host());
                Remarks remarks = new Remarks();
                Dialogue dialogue = new Dialogue(filter, mta, macros, remarks, exchange, agreed);
                yield new ClientSession(mta, macros, remarks, new Talking(dialogue));
            }
        };
    }

    private static Decoded<Agreement> negotiate(FilterSettings filter, Mta mta, Exchange exchange)
            throws InterruptedException {
        exchange.send(mta.offer().toCommand());
        exchange.flush();
        return switch (exchange.receive(filter.timeouts().command())) {
            case Exchange.Lost(String why) -> new Decoded.Malformed<>(why);
            case Exchange.Got(var frame) ->
                switch (Reply.decode(frame)) {
                    case Decoded.Ok<Reply>(Reply.Negotiated answer) -> Agreement.of(mta.offer(), answer, mta.profile());
                    case Decoded.Ok<Reply>(Reply other) ->
                        new Decoded.Malformed<>("reply %c to the offer".formatted(other.code()));
                    case Decoded.Malformed<Reply>(String why) -> new Decoded.Malformed<>(why);
                };
        };
    }

    /// What negotiation came to; empty when it failed.
    public Optional<Agreement> agreement() {
        return dialogue().map(Dialogue::agreed);
    }

    private Optional<Dialogue> dialogue() {
        return switch (standing) {
            case Talking(Dialogue dialogue) -> Optional.of(dialogue);
            case Unreachable _ -> Optional.empty();
        };
    }

    /// How the filter failed, if it did.
    public Optional<Broken> failure() {
        return switch (standing) {
            case Unreachable(Broken why) -> Optional.of(why);
            case Talking(Dialogue dialogue) ->
                dialogue.sessionOver().filter(Broken.class::isInstance).map(Broken.class::cast);
        };
    }

    private MilterResponse event(Command command) throws InterruptedException {
        return switch (standing) {
            case Unreachable(Broken why) -> why;
            case Talking(Dialogue dialogue) -> dialogue.event(command);
        };
    }

    /// The macros of the session.
    public MacroValues macros() {
        return macros;
    }

    /// Names the message that comes next, macro `i`. When the filter sees it is the MTA's way: Sendmail shows
    /// it from MAIL on, Postfix after the first recipient that was accepted.
    public void queueId(String id) {
        queueId = Optional.of(Bytes.utf8(id));
    }

    /// What the MTA would log about the filter without holding it against it, since the last call.
    public List<String> takeRemarks() {
        return remarks.take();
    }

    /// A client connected.
    public MilterResponse connect(Command.Connect connect) throws InterruptedException {
        macros.connected(connect);
        connected = true;
        return event(connect);
    }

    /// A message is submitted without SMTP, as Postfix's `non_smtpd_milters` see it: from `localhost`, port 0.
    /// Such a session has no aborts. Sendmail has no such thing: there local mail comes by SMTP.
    public MilterResponse connectLocal() throws InterruptedException {
        local = true;
        return connect(new Command.Connect(Bytes.latin1("localhost"), Family.INET, 0, Bytes.latin1("127.0.0.1")));
    }

    /// HELO or EHLO. Within a message it ends the message.
    public MilterResponse helo(Bytes name) throws InterruptedException {
        // Sendmail gives the message up before it tells the filter, Postfix after; and Postfix also where there
        // is no message, but not the first time.
        boolean first = !greeted;
        greeted = true;
        if (profile == MtaProfile.SENDMAIL) {
            abortMessage(false);
        }
        MilterResponse response = event(new Command.Helo(name));
        if (profile == MtaProfile.POSTFIX && !first) {
            abortMessage(true);
        }
        return response;
    }

    /// MAIL FROM, with which a message begins.
    ///
    /// @param sender as typed
    /// @param parameters ESMTP parameters, one each
    public MilterResponse mail(Bytes sender, List<Bytes> parameters) throws InterruptedException {
        Optional<Bytes> id = queueId;
        abortMessage(false);
        queueId = id;
        begun = true;
        macros.sender(sender);
        macros.queueId(profile == MtaProfile.SENDMAIL ? queueId : Optional.empty());
        return event(new Command.Mail(sender, parameters));
    }

    /// RCPT TO.
    ///
    /// @param recipient as typed
    /// @param parameters ESMTP parameters, one each
    public MilterResponse rcpt(Bytes recipient, List<Bytes> parameters) throws InterruptedException {
        macros.recipient(recipient);
        MilterResponse response = event(new Command.Rcpt(recipient, parameters));
        if (response.letsPass()) {
            macros.queueId(queueId);
        }
        return response;
    }

    /// A recipient that the MTA itself refuses. The filter hears of it only where it asked to
    /// ([Step#REJECTED_RECIPIENTS]); what it answers changes nothing.
    public void refusedRcpt(Bytes recipient, List<Bytes> parameters, SmtpReply reply) throws InterruptedException {
        if (agreement().map(agreed -> agreed.has(Step.REJECTED_RECIPIENTS)).orElse(false)) {
            macros.refusedRecipient(
                    reply.enhanced().map(Object::toString).orElse(""),
                    reply.lines().getFirst());
            event(new Command.Rcpt(recipient, parameters));
        }
    }

    /// DATA, or the first BDAT.
    public MilterResponse data() throws InterruptedException {
        return event(new Command.Data());
    }

    /// One header field.
    ///
    /// @param name without the colon and without space before it
    /// @param value what follows the colon, its space included; folds as LF and white space
    public MilterResponse header(Bytes name, Bytes value) throws InterruptedException {
        if (name.equalsIgnoreCase(MESSAGE_ID)) {
            macros.messageId(value);
        }
        boolean raw =
                agreement().map(agreed -> agreed.has(Step.HEADER_LEADING_SPACE)).orElse(false);
        // One space and no more; a tab stays.
        boolean cut = !raw && !value.isEmpty() && value.at(0) == ' ';
        return event(new Command.Header(name, cut ? value.from(1) : value));
    }

    /// The header block ended.
    public MilterResponse endOfHeaders() throws InterruptedException {
        return event(new Command.EndOfHeaders());
    }

    /// A part of the body, lines ending in CRLF. It is cut into chunks of the largest size agreed on, so
    /// whoever gives the body as a whole, or in pieces of just that size, sends the chunks an MTA would.
    public MilterResponse body(Bytes part) throws InterruptedException {
        int size = agreement().map(agreed -> agreed.dataSize().maxPayload()).orElse(Integer.MAX_VALUE);
        MilterResponse response = new MilterResponse.Continue();
        for (int at = 0; at < part.length() && response instanceof MilterResponse.Continue; at += size) {
            response = event(new Command.Body(part.slice(at, at + Math.min(size, part.length() - at))));
        }
        return response;
    }

    /// The message ended. Returns the filter's edits and what becomes of the message.
    public EndOfMessage endOfMessage() throws InterruptedException {
        return switch (standing) {
            case Unreachable(Broken why) -> new EndOfMessage(List.of(), why);
            case Talking(Dialogue dialogue) -> {
                EditIntake intake = dialogue.newIntake();
                MilterResponse response = dialogue.endOfMessage(intake);
                yield end(dialogue, intake.edits(), response);
            }
        };
    }

    private EndOfMessage end(Dialogue dialogue, List<Reply.Edit> edits, MilterResponse response)
            throws InterruptedException {
        List<Reply.Edit> all = new ArrayList<>();
        dialogue.held().ifPresent(all::add);
        all.addAll(edits);
        dialogue.endMessage(!local);
        forgetMessage();
        return new EndOfMessage(all, response);
    }

    /// The header, the body and the end of a message, as far as the filter lets it come.
    public EndOfMessage content(Mail mail) throws InterruptedException {
        Optional<MilterResponse> verdict = header(mail);
        if (verdict.isEmpty()) {
            verdict = over(endOfHeaders());
        }
        if (verdict.isEmpty()) {
            verdict = over(body(mail.body()));
        }
        if (verdict.isEmpty()) {
            return endOfMessage();
        }
        return switch (standing) {
            case Unreachable(Broken why) -> new EndOfMessage(List.of(), why);
            case Talking(Dialogue dialogue) -> end(dialogue, List.of(), verdict.get());
        };
    }

    private Optional<MilterResponse> header(Mail mail) throws InterruptedException {
        for (Message.Field field : mail.shown()) {
            Optional<MilterResponse> verdict = over(header(field.name(), field.value()));
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return Optional.empty();
    }

    private static Optional<MilterResponse> over(MilterResponse response) {
        return response instanceof MilterResponse.Accept || !response.letsPass()
                ? Optional.of(response)
                : Optional.empty();
    }

    /// An SMTP command that the MTA does not know. Postfix honours only a 4xx answer; that is for the caller to
    /// do.
    public MilterResponse unknown(Bytes line) throws InterruptedException {
        return event(new Command.Unknown(line));
    }

    /// The message was given up: RSET, or a failure that is not the filter's.
    public void abort() throws InterruptedException {
        abortMessage(connected);
        flush();
    }

    private void abortMessage(boolean toPostfix) throws InterruptedException {
        if (standing instanceof Talking(Dialogue dialogue)) {
            dialogue.abort((toPostfix || begun) && !local);
        }
        forgetMessage();
    }

    private void forgetMessage() {
        begun = false;
        queueId = Optional.empty();
        macros.queueId(Optional.empty());
    }

    /// Sends what waits for an answer to be needed.
    public void flush() throws InterruptedException {
        if (standing instanceof Talking(Dialogue dialogue)) {
            dialogue.flush();
        }
    }

    /// The SMTP session ended. Closes the connection.
    public void quit() throws InterruptedException {
        if (profile == MtaProfile.POSTFIX) {
            abortMessage(connected);
        }
        if (standing instanceof Talking(Dialogue dialogue)) {
            dialogue.quit();
        }
        close();
    }

    /// The SMTP session ended and the next begins on this connection, without another negotiation. Neither MTA
    /// does this.
    ///
    /// @return whether the filter's version and state allow it; if not, nothing was sent
    public boolean quitNewConnection() throws InterruptedException {
        if (begun) {
            abortMessage(false);
        }
        connected = false;
        greeted = false;
        return standing instanceof Talking(Dialogue dialogue) && dialogue.quitNewConnection();
    }

    /// Closes the connection without a word, as an MTA does that stops or has lost its client.
    @Override
    public void close() {
        dialogue().ifPresent(Dialogue::close);
    }
}
