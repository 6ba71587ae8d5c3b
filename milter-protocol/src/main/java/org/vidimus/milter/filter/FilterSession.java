package org.vidimus.milter.filter;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.Step;

/// One connection's side of the protocol: takes the MTA's commands, calls the filter's handlers, gives the
/// replies.
///
/// Without input, output, clock or threads: what drives it feeds it commands and sends what comes out. Confined
/// to one thread.
///
/// @param <C> the filter's state of a connection
/// @param <M> the filter's state of a message
public final class FilterSession<C, M> {
    private final Filter<C, M> filter;
    private final HandlerFailures failures;
    private final SessionContext context;
    private final HeldVerdict held = new HeldVerdict();
    private @Nullable ProtocolState state;
    private @Nullable C connection;
    private @Nullable M message;
    /// The edits of the message that has just ended.
    private List<Reply.Edit> planned = List.of();
    private boolean bodySkipped;

    /// Whether a connection goes on after a command.
    public sealed interface Result {}

    /// It goes on.
    public record Open() implements Result {}

    /// The MTA said that it is done.
    public record Quit() implements Result {}

    /// The MTA broke the protocol or cannot be served: the connection must be closed.
    ///
    /// @param why fit for a log
    public record Broken(String why) implements Result {}

    private static final Result OPEN = new Open();

    /// A session that waits for its negotiation.
    ///
    /// @param filter what handles the events
    /// @param connection its number, for [FilterContext]
    /// @param peer who called, for [FilterContext]
    /// @param listener where, for [FilterContext]
    /// @param failures is told of handlers that throw
    public FilterSession(Filter<C, M> filter, long connection, String peer, String listener, HandlerFailures failures) {
        this.filter = filter;
        this.failures = failures;
        this.context = new SessionContext(connection, peer, listener);
    }

    /// What handlers see of the session; for those who drive it, to log by.
    public FilterContext context() {
        return context;
    }

    /// Whether a message has begun and not ended.
    public boolean insideMessage() {
        return state != null && state.insideMessage();
    }

    /// Handles one command.
    ///
    /// @param out takes the replies, in their order; none comes later
    public Result handle(Command command, Consumer<Reply> out) {
        ProtocolState current = state;
        if (current == null) {
            return beforeNegotiation(command, out);
        }
        CommandCode code = command.code();
        if (command instanceof Command.Macros(byte stage, var list)) {
            context.macros.set(stage, list);
            return OPEN;
        }
        ProtocolState.Move move = current.next(code);
        if (move != ProtocolState.Move.RUN) {
            abortMessage();
        }
        switch (move) {
            case RUN, ABORT_AND_RUN -> {
                return run(command, current, out);
            }
            case REFUSE -> {
                if (isAnswered(code)) {
                    out.accept(new Reply.Tempfail());
                }
            }
            case DROP -> {}
        }
        return OPEN;
    }

    /// The connection ended, with or without a QUIT: what is open is given up and closed. Does nothing the
    /// second time.
    public void end() {
        abortMessage();
        C closing = connection;
        connection = null;
        if (closing != null) {
            guarded(CommandCode.QUIT, () -> {
                filter.close.accept(closing);
                return true;
            });
        }
    }

    private Result beforeNegotiation(Command command, Consumer<Reply> out) {
        return switch (command) {
            case Command.Negotiate offer ->
                switch (Negotiator.agree(filter, offer)) {
                    case Decoded.Ok<Agreement>(Agreement agreement) -> {
                        context.agreed(agreement.negotiated());
                        state = new ProtocolState(agreement.negotiated().steps());
                        out.accept(agreement.answer());
                        yield OPEN;
                    }
                    case Decoded.Malformed<Agreement>(String why) -> new Broken(why);
                };
            case Command.Quit _ -> new Quit();
            default -> new Broken("the MTA sent " + command.code() + " before it negotiated");
        };
    }

    private Result run(Command command, ProtocolState current, Consumer<Reply> out) {
        switch (command) {
            case Command.Connect connect -> {
                context.macros.dropAfter(Stage.CONNECT);
                forSession(
                        connect,
                        filter.connect == null ? null : () -> filter.connect.apply(connection(), connect),
                        out);
            }
            case Command.Helo helo -> {
                context.macros.dropAfter(Stage.HELO);
                forSession(helo, filter.helo == null ? null : () -> filter.helo.apply(connection(), helo), out);
            }
            case Command.Unknown line ->
                forSession(line, filter.unknown == null ? null : () -> filter.unknown.apply(connection(), line), out);
            case Command.Mail mail -> {
                context.macros.dropAfter(Stage.MAIL);
                forMessage(mail, filter.mail == null ? null : () -> filter.mail.apply(message(), mail), current, out);
            }
            case Command.Rcpt rcpt -> {
                context.macros.dropAfter(Stage.RCPT);
                forMessage(rcpt, filter.rcpt == null ? null : () -> filter.rcpt.apply(message(), rcpt), current, out);
            }
            case Command.Data data ->
                forMessage(data, filter.data == null ? null : () -> filter.data.apply(message()), current, out);
            case Command.Header field ->
                forMessage(
                        field,
                        filter.header == null ? null : () -> filter.header.apply(message(), asSent(field)),
                        current,
                        out);
            case Command.EndOfHeaders end ->
                forMessage(
                        end,
                        filter.endOfHeaders == null ? null : () -> filter.endOfHeaders.apply(message()),
                        current,
                        out);
            case Command.Body body -> body(body, current, out);
            case Command.EndOfMessage end -> endOfMessage(end, current, out);
            case Command.Abort _ -> abortMessage();
            case Command.QuitNewConnection _ -> {
                end();
                context.macros.clear();
                held.sessionEnded();
            }
            case Command.Quit _ -> {
                end();
                return new Quit();
            }
            case Command.Negotiate _, Command.Macros _ -> {}
        }
        return OPEN;
    }

    private void forSession(Command command, @Nullable Supplier<SessionVerdict> handler, Consumer<Reply> out) {
        CommandCode code = command.code();
        if (code == CommandCode.HELO) {
            held.newHelo();
        }
        if (held.ofSession() == null && handler != null) {
            SessionVerdict verdict = guarded(code, handler).orElse(null);
            if (verdict == null) {
                held.holdForSession(code, Verdict.TEMPFAIL);
            } else if (!(verdict instanceof SessionVerdict.Continue)) {
                if (isAnswered(code)) {
                    out.accept(reply(verdict));
                    return;
                }
                held.holdForSession(code, verdict);
            }
        }
        if (isAnswered(code)) {
            SessionVerdict waiting = held.ofSession();
            out.accept(waiting == null ? new Reply.Continue() : reply(waiting));
        }
    }

    private void forMessage(
            Command command,
            @Nullable Supplier<? extends Verdict> handler,
            ProtocolState current,
            Consumer<Reply> out) {
        CommandCode code = command.code();
        if (held.current() == null && handler != null) {
            Verdict verdict = guarded(code, handler).orElse(null);
            if (verdict == null) {
                held.holdForMessage(Verdict.TEMPFAIL);
            } else if (!(verdict instanceof SessionVerdict.Continue)) {
                if (isAnswered(code)) {
                    decide(code, verdict, current, out);
                    return;
                }
                held.holdForMessage(verdict);
            }
        }
        answer(code, current, out);
    }

    private void body(Command.Body body, ProtocolState current, Consumer<Reply> out) {
        var handler = filter.body;
        if (handler == null || bodySkipped) {
            answer(CommandCode.BODY, current, out);
            return;
        }
        boolean[] skip = {false};
        boolean tellSkip = context.negotiated().steps().contains(Step.SKIP) && isAnswered(CommandCode.BODY);
        forMessage(
                body,
                () -> switch (handler.apply(message(), body)) {
                    case BodyVerdict.Skip _ -> {
                        skip[0] = true;
                        yield Verdict.CONTINUE;
                    }
                    case Verdict verdict -> verdict;
                },
                current,
                reply -> out.accept(skip[0] && tellSkip && reply instanceof Reply.Continue ? new Reply.Skip() : reply));
        bodySkipped = skip[0];
    }

    /// A last chunk in BODYEOB goes the way of the body first. libmilter answers it with a reply of its own
    /// when the body handler refuses, and BODYEOB with another; here there is one.
    private void endOfMessage(Command.EndOfMessage end, ProtocolState current, Consumer<Reply> out) {
        var bodyHandler = filter.body;
        if (!end.chunk().isEmpty() && bodyHandler != null && !bodySkipped && held.current() == null) {
            BodyVerdict verdict = guarded(
                            CommandCode.BODY, () -> bodyHandler.apply(message(), new Command.Body(end.chunk())))
                    .orElse(Verdict.TEMPFAIL);
            if (verdict instanceof Verdict refusal && !(verdict instanceof SessionVerdict.Continue)) {
                held.holdForMessage(refusal);
            }
        }
        if (held.current() == null) {
            Outcome outcome = guarded(CommandCode.END_OF_MESSAGE, this::outcome).orElse(Outcome.of(Verdict.TEMPFAIL));
            held.holdForMessage(outcome.verdict());
            planned.forEach(out);
        }
        Verdict verdict = heldOrContinue();
        messageDecided(current);
        out.accept(reply(verdict));
    }

    private Outcome outcome() {
        planned = List.of();
        Outcome outcome = filter.endOfMessage.apply(message());
        boolean passes = outcome.verdict() instanceof SessionVerdict.Continue
                || outcome.verdict() instanceof SessionVerdict.Accept;
        if (passes) {
            planned = switch (EditPlan.of(outcome.edits(), context.negotiated())) {
                case Decoded.Ok<List<Reply.Edit>>(var edits) -> edits;
                case Decoded.Malformed<List<Reply.Edit>>(String why) -> throw new IllegalStateException(why);
            };
        }
        return outcome;
    }

    /// Answers an event whose handler let it pass, or which has none.
    private void answer(CommandCode code, ProtocolState current, Consumer<Reply> out) {
        if (!isAnswered(code)) {
            return;
        }
        Verdict waiting = held.current();
        if (waiting == null) {
            out.accept(new Reply.Continue());
        } else {
            decide(code, waiting, current, out);
        }
    }

    /// Gives a verdict, with which the message is over; except that a recipient is refused alone.
    private void decide(CommandCode code, Verdict verdict, ProtocolState current, Consumer<Reply> out) {
        if (code != CommandCode.RCPT || verdict instanceof SessionVerdict.Accept) {
            messageDecided(current);
        }
        out.accept(reply(verdict));
    }

    private Verdict heldOrContinue() {
        Verdict waiting = held.current();
        return waiting == null ? Verdict.CONTINUE : waiting;
    }

    private void messageDecided(ProtocolState current) {
        current.messageDecided();
        forgetMessage();
    }

    private void forgetMessage() {
        message = null;
        held.messageEnded();
        bodySkipped = false;
    }

    private void abortMessage() {
        M aborted = message;
        forgetMessage();
        if (aborted != null) {
            guarded(CommandCode.ABORT, () -> {
                filter.abort.accept(aborted);
                return true;
            });
        }
    }

    private C connection() {
        C current = connection;
        if (current == null) {
            connection = current = filter.connection.apply(context);
        }
        return current;
    }

    private M message() {
        M current = message;
        if (current == null) {
            message = current = filter.message.apply(connection());
        }
        return current;
    }

    /// Runs the filter's code. This is the one place where whatever it throws ends: the message is refused for
    /// now.
    private <T> Optional<T> guarded(CommandCode event, Supplier<? extends T> code) {
        try {
            return Optional.of(code.get());
        } catch (RuntimeException | StackOverflowError e) {
            failures.failed(context, event, e);
            return Optional.empty();
        }
    }

    private boolean isAnswered(CommandCode code) {
        Negotiator.Suppression suppression = Negotiator.SUPPRESSIONS.get(code);
        return suppression == null || !context.negotiated().steps().contains(suppression.reply());
    }

    /// A value as it stands after the colon. Without HEADER_LEADING_SPACE the MTA has taken a space off, unless
    /// there was none, which cannot be told.
    private Command.Header asSent(Command.Header field) {
        boolean exact = context.negotiated().exactHeaders()
                || field.value().isEmpty()
                || field.value().at(0) == '\t';
        return exact
                ? field
                : new Command.Header(
                        field.name(), Bytes.latin1(" " + field.value().latin1()));
    }

    private static Reply reply(Verdict verdict) {
        return switch (verdict) {
            case SessionVerdict.Continue _ -> new Reply.Continue();
            case SessionVerdict.Accept _ -> new Reply.Accept();
            case SessionVerdict.Reject _ -> new Reply.Reject();
            case SessionVerdict.Tempfail _ -> new Reply.Tempfail();
            case SessionVerdict.Refuse(var reply) -> reply.toWire();
            case Verdict.Discard _ -> new Reply.Discard();
        };
    }
}
