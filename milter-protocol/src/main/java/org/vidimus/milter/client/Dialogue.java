package org.vidimus.milter.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vidimus.milter.client.MilterResponse.Broken;
import org.vidimus.milter.client.MilterResponse.Failure;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;

/// Says commands to one filter and hears its answers: which are said at all, what the answers mean, and what
/// they change about the commands that follow.
///
/// Confined to the session's thread.
final class Dialogue {
    private static final int MAX_REASON = 100;

    private final FilterSettings filter;
    private final MtaProfile profile;
    private final ReplyRules rules;
    private final MacroValues macros;
    private final Remarks remarks;
    private final Exchange exchange;
    private final Agreement agreed;
    /// What every command gets, once the filter is out of the session.
    private Optional<MilterResponse> sessionOver = Optional.empty();
    /// What every command of this message gets, once the filter is out of it.
    private Optional<MilterResponse> messageOver = Optional.empty();
    /// Whether the connection was ended, by either side.
    private boolean gone;
    private boolean inMessage;
    private Optional<CommandCode> skipped = Optional.empty();
    private Optional<Reply.Quarantine> held = Optional.empty();
    /// Takes edits while the end of a message is being answered.
    private @Nullable EditIntake intake;

    Dialogue(FilterSettings filter, Mta mta, MacroValues macros, Remarks remarks, Exchange exchange, Agreement agreed) {
        this.filter = filter;
        this.profile = mta.profile();
        this.rules = new ReplyRules(profile);
        this.macros = macros;
        this.remarks = remarks;
        this.exchange = exchange;
        this.agreed = agreed;
    }

    Agreement agreed() {
        return agreed;
    }

    Optional<MilterResponse> sessionOver() {
        return sessionOver;
    }

    /// The quarantine that was asked for before the end of the message, as Postfix allows.
    Optional<Reply.Quarantine> held() {
        return held;
    }

    void flush() throws InterruptedException {
        exchange.flush();
    }

    MilterResponse event(Command command) throws InterruptedException {
        CommandCode code = command.code();
        if (sessionOver.isPresent()) {
            return sessionOver.get();
        }
        if (!Events.ofSession(code) && messageOver.isPresent() && !stillHears(code, messageOver.get())) {
            return messageOver.get();
        }
        boolean known = agreed.version() >= Events.version(code);
        boolean wanted = known && !Events.unwanted(code).map(agreed::has).orElse(false);
        if (known && skips(code)) {
            return new MilterResponse.Continue();
        }
        inMessage |= Events.ofContent(code);
        if (sendsMacros(code, known, wanted)) {
            sendMacros(code);
        }
        if (!wanted) {
            return new MilterResponse.Continue();
        }
        exchange.send(command);
        if (Events.unanswered(code).map(agreed::has).orElse(false)) {
            return new MilterResponse.Continue();
        }
        return settle(code, answer(command));
    }

    /// The end of a message, for which edits are taken.
    MilterResponse endOfMessage(EditIntake edits) throws InterruptedException {
        intake = edits;
        MilterResponse response = event(new Command.EndOfMessage(Bytes.EMPTY));
        intake = null;
        return edits.bodyRefused() && response.letsPass()
                ? MilterResponse.refusal(profile.refusal(CommandCode.END_OF_MESSAGE, true))
                : response;
    }

    EditIntake newIntake() {
        return new EditIntake(profile, agreed.actions(), filter.editBudget(), remarks);
    }

    /// A filter that refused a message still hears of unknown commands; one that is done with it hears of
    /// nothing.
    private static boolean stillHears(CommandCode code, MilterResponse verdict) {
        return code == CommandCode.UNKNOWN
                && !(verdict instanceof MilterResponse.Accept)
                && !(verdict instanceof MilterResponse.Discard);
    }

    private boolean skips(CommandCode code) {
        if (skipped.isEmpty()) {
            return false;
        }
        if (skipped.get() == code) {
            return true;
        }
        // What Sendmail makes of a skip before the body waits for the body; Postfix forgets at the next
        // command.
        if (profile == MtaProfile.POSTFIX) {
            skipped = Optional.empty();
        }
        return false;
    }

    /// Both MTAs send macros for commands that the filter does not want; Sendmail not at the end of the header,
    /// but also for commands that the filter's version lacks, which Postfix leaves out with their macros.
    private boolean sendsMacros(CommandCode code, boolean known, boolean wanted) {
        return switch (profile) {
            case POSTFIX -> known;
            case SENDMAIL -> wanted || code != CommandCode.END_OF_HEADERS;
        };
    }

    private void sendMacros(CommandCode code) throws InterruptedException {
        Optional<List<String>> names = profile.macroStage(code)
                .flatMap(of -> Optional.ofNullable(agreed.macros().get(of)));
        if (names.isPresent()) {
            exchange.send(new Command.Macros(code.code(), macros.of(names.get())));
        } else if (profile == MtaProfile.POSTFIX && code == CommandCode.UNKNOWN) {
            // Its list for unknown commands is empty by default and no filter can fill it.
            exchange.send(new Command.Macros(code.code(), List.of()));
        }
    }

    private MilterResponse answer(Command command) throws InterruptedException {
        exchange.flush();
        CommandCode code = command.code();
        Duration patience = Events.timeout(code, filter.timeouts());
        long deadline = System.nanoTime() + filter.timeouts().answer().toNanos();
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                return broken(
                        Failure.COMMUNICATION,
                        code + ": no final reply within " + filter.timeouts().answer());
            }
            switch (exchange.receive(left.compareTo(patience) < 0 ? left : patience)) {
                case Exchange.Lost(String why) -> {
                    return broken(Failure.COMMUNICATION, code + ": " + why);
                }
                case Exchange.Got(var frame) -> {
                    Optional<MilterResponse> response = switch (Reply.decode(frame)) {
                        case Decoded.Malformed<Reply>(String why) ->
                            Optional.of(broken(Failure.COMMUNICATION, code + ": " + why));
                        case Decoded.Ok<Reply>(Reply reply) -> rule(rules.of(command, reply));
                    };
                    if (response.isPresent()) {
                        return response.get();
                    }
                }
            }
        }
    }

    private Optional<MilterResponse> rule(ReplyRules.Ruling ruling) {
        return switch (ruling) {
            case ReplyRules.Wait _ -> Optional.empty();
            case ReplyRules.Answer(Broken(Failure failure, String why)) -> Optional.of(broken(failure, why));
            case ReplyRules.Answer(MilterResponse response) -> Optional.of(response);
            case ReplyRules.Change(Reply.Edit edit) -> {
                if (intake != null) {
                    yield intake.take(edit).map(fault -> broken(fault.failure(), fault.why()));
                }
                if (edit instanceof Reply.Quarantine(Bytes reason)) {
                    held = Optional.of(new Reply.Quarantine(reason.slice(0, Math.min(MAX_REASON, reason.length()))));
                }
                yield Optional.empty();
            }
        };
    }

    /// Takes the consequences of an answer for what is sent from now on.
    private MilterResponse settle(CommandCode code, MilterResponse response) throws InterruptedException {
        boolean postfix = profile == MtaProfile.POSTFIX;
        boolean session = Events.ofSession(code);
        switch (response) {
            case MilterResponse.Continue _ -> inMessage |= code == CommandCode.MAIL;
            case Broken _ -> {}
            case MilterResponse.Accept _ -> {
                if (session) {
                    leave(response);
                } else {
                    messageOver = Optional.of(response);
                }
            }
            case MilterResponse.Reject _, MilterResponse.Tempfail _ -> {
                if (postfix && session || code == CommandCode.CONNECT) {
                    leave(response);
                } else if (!session && code != CommandCode.RCPT && code != CommandCode.UNKNOWN) {
                    overAfterRefusal(code, response);
                }
            }
            case MilterResponse.Discard _ -> overAfterRefusal(code, response);
            case MilterResponse.Shutdown _ -> leave(response);
            case MilterResponse.Skip _ -> skip(code);
        }
        if (held.isPresent() && intake == null && sessionOver.isEmpty()) {
            // Postfix answers for a filter that asked for quarantine early, and asks it no more: its SMTP
            // server in this session, the process that takes the content in this message.
            if (Events.ofContent(code)) {
                messageOver = Optional.of(new MilterResponse.Continue());
            } else {
                sessionOver = Optional.of(new MilterResponse.Continue());
            }
        }
        return response;
    }

    private void overAfterRefusal(CommandCode code, MilterResponse response) throws InterruptedException {
        messageOver = Optional.of(response);
        boolean envelope = code == CommandCode.RCPT || code == CommandCode.DATA;
        if (profile == MtaProfile.SENDMAIL && envelope && inMessage) {
            exchange.send(new Command.Abort());
            inMessage = false;
        }
    }

    private void skip(CommandCode code) {
        if (profile == MtaProfile.POSTFIX) {
            skipped = Optional.of(code);
            return;
        }
        switch (code) {
            case HEADER, END_OF_HEADERS, BODY -> skipped = Optional.of(CommandCode.BODY);
            // The state Sendmail then gives the filter is one in which it is sent nothing, and nothing changes
            // it back.
            case NEGOTIATE,
                    MACROS,
                    CONNECT,
                    HELO,
                    MAIL,
                    RCPT,
                    DATA,
                    END_OF_MESSAGE,
                    ABORT,
                    QUIT,
                    QUIT_NEW_CONNECTION,
                    UNKNOWN -> {
                remarks.add("SKIP at " + code + ": Sendmail bypasses the filter for the rest of the session");
                sessionOver = Optional.of(new MilterResponse.Continue());
            }
        }
    }

    /// Ends the filter's part in the session: Postfix just closes, Sendmail says goodbye first.
    private void leave(MilterResponse response) throws InterruptedException {
        sessionOver = Optional.of(response);
        if (profile == MtaProfile.SENDMAIL) {
            exchange.send(new Command.Quit());
            exchange.flush();
        }
        close();
    }

    private Broken broken(Failure failure, String why) {
        Broken broken = new Broken(failure, why);
        sessionOver = Optional.of(broken);
        close();
        return broken;
    }

    /// The message was given up.
    ///
    /// @param postfix whether Postfix says so, which it also does where there is no message
    void abort(boolean postfix) throws InterruptedException {
        boolean sendmail = inMessage && messageOver.isEmpty() && sessionOver.isEmpty();
        resetMessage();
        if (!gone && (profile == MtaProfile.POSTFIX ? postfix : sendmail)) {
            exchange.send(new Command.Abort());
        }
    }

    /// The message is done with.
    ///
    /// @param postfix whether Postfix says so, as its SMTP server does
    void endMessage(boolean postfix) throws InterruptedException {
        resetMessage();
        if (!gone && profile == MtaProfile.POSTFIX && postfix) {
            exchange.send(new Command.Abort());
        }
    }

    private void resetMessage() {
        if (sessionOver.isEmpty()) {
            held = Optional.empty();
        }
        inMessage = false;
        messageOver = Optional.empty();
        skipped = Optional.empty();
    }

    /// Ends the SMTP session.
    void quit() throws InterruptedException {
        if (!gone) {
            exchange.send(new Command.Quit());
            exchange.flush();
        }
    }

    /// Ends the SMTP session and keeps the connection, if the filter can do that.
    boolean quitNewConnection() throws InterruptedException {
        if (gone || agreed.version() < Events.version(CommandCode.QUIT_NEW_CONNECTION)) {
            return false;
        }
        exchange.send(new Command.QuitNewConnection());
        sessionOver = Optional.empty();
        held = Optional.empty();
        resetMessage();
        return true;
    }

    void close() {
        gone = true;
        exchange.close();
        if (sessionOver.isEmpty()) {
            sessionOver = Optional.of(new Broken(Failure.COMMUNICATION, "the session was closed"));
        }
    }
}
