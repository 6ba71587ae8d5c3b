package org.vidimus.milter.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.filter.BodyVerdict;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.WireLog;

/// A filter that answers one recorded connection as the recorded filter did, and keeps what it was shown.
final class Playback {
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Command> shown = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final Reply.Negotiated negotiated;

    Playback(List<WireLog.Line> connection) {
        Optional<Reply.Negotiated> answer = Optional.empty();
        for (WireLog.Line line : connection) {
            switch (line) {
                case WireLog.FromMta(int _, var frame) ->
                    commands.add(((Decoded.Ok<Command>) Command.decode(frame)).value());
                case WireLog.FromFilter(var frame) -> {
                    Reply reply = ((Decoded.Ok<Reply>) Reply.decode(frame)).value();
                    if (reply instanceof Reply.Negotiated first) {
                        answer = Optional.of(first);
                    } else {
                        replies.add(reply);
                    }
                }
            }
        }
        negotiated = answer.orElseThrow();
        if (commands.getFirst() instanceof Command.Negotiate(int _, int actions, int _)) {
            commands.set(0, new Command.Negotiate(negotiated.version(), actions, offer()));
        }
    }

    /// What the MTA said; its offer cut down to what was agreed on, because the rest of the recording follows from
    /// that,
    /// and not to nothing, which would mean an MTA of version 1.
    List<Command> commands() {
        return List.copyOf(commands);
    }

    private int offer() {
        return negotiated.protocol() | Step.REJECTED_RECIPIENTS.bit();
    }

    /// Handlers see values with the leading space that the MTA has taken off, where it has.
    Command asOnTheWire(Command command) {
        boolean exact = Step.fromBits(negotiated.protocol()).contains(Step.HEADER_LEADING_SPACE);
        return command instanceof Command.Header(Bytes name, Bytes value)
                        && !exact
                        && !value.isEmpty()
                        && value.at(0) == ' '
                ? new Command.Header(name, value.from(1))
                : command;
    }

    /// What the filter's handlers were given, in order; end of message as an empty [Command.EndOfMessage].
    List<Command> shown() {
        return shown;
    }

    Filter<Playback, Playback> filter() {
        Filter.Builder<Playback, Playback> filter = Filter.of(_ -> this, _ -> this);
        return filter.onConnect(mode(Step.NO_REPLY_CONNECT), (_, c) -> session(c, Step.NO_REPLY_CONNECT))
                .onHelo(mode(Step.NO_REPLY_HELO), (_, c) -> session(c, Step.NO_REPLY_HELO))
                .onMail(mode(Step.NO_REPLY_MAIL), (_, c) -> message(c, Step.NO_REPLY_MAIL))
                .onRcpt(mode(Step.NO_REPLY_RCPT), (_, c) -> message(c, Step.NO_REPLY_RCPT))
                .onData(mode(Step.NO_REPLY_DATA), _ -> message(new Command.Data(), Step.NO_REPLY_DATA))
                .onHeader(mode(Step.NO_REPLY_HEADER), (_, c) -> message(c, Step.NO_REPLY_HEADER))
                .onEndOfHeaders(
                        mode(Step.NO_REPLY_END_OF_HEADERS),
                        _ -> message(new Command.EndOfHeaders(), Step.NO_REPLY_END_OF_HEADERS))
                .onBody(mode(Step.NO_REPLY_BODY), (_, c) -> body(c, Step.NO_REPLY_BODY))
                .onUnknown(mode(Step.NO_REPLY_UNKNOWN), (_, c) -> session(c, Step.NO_REPLY_UNKNOWN))
                .onEndOfMessage(_ -> endOfMessage())
                .uses(Action.values())
                .build();
    }

    private Mode mode(Step noReply) {
        return Step.fromBits(negotiated.protocol()).contains(noReply) ? Mode.STREAM : Mode.ANSWER;
    }

    private SessionVerdict session(Command command, Step noReply) {
        return body(command, noReply) instanceof SessionVerdict verdict ? verdict : Verdict.CONTINUE;
    }

    private Verdict message(Command command, Step noReply) {
        return body(command, noReply) instanceof Verdict verdict ? verdict : Verdict.CONTINUE;
    }

    private BodyVerdict body(Command command, Step noReply) {
        shown.add(command);
        return mode(noReply) == Mode.STREAM ? Verdict.CONTINUE : verdict(next());
    }

    private Reply next() {
        Reply reply = replies.isEmpty() ? new Reply.Continue() : replies.removeFirst();
        // Some recorded filters said they still worked where our server would not.
        return reply instanceof Reply.Progress ? next() : reply;
    }

    private Outcome endOfMessage() {
        shown.add(new Command.EndOfMessage(Bytes.EMPTY));
        List<Edit> edits = new ArrayList<>();
        Bytes body = Bytes.EMPTY;
        boolean replaced = false;
        Reply reply = next();
        while (reply instanceof Reply.Edit edit) {
            if (edit instanceof Reply.ReplaceBody(Bytes chunk)) {
                body = Bytes.latin1(body.latin1() + chunk.latin1());
                replaced = true;
            } else {
                edits.add(edit(edit));
            }
            reply = next();
        }
        if (replaced) {
            edits.add(new Edit.ReplaceBody(body));
        }
        return new Outcome(verdict(reply) instanceof Verdict verdict ? verdict : Verdict.CONTINUE, edits);
    }

    private static BodyVerdict verdict(Reply reply) {
        return switch (reply) {
            case Reply.Accept _ -> Verdict.ACCEPT;
            case Reply.Reject _ -> Verdict.REJECT;
            case Reply.Tempfail _ -> Verdict.TEMPFAIL;
            case Reply.Discard _ -> Verdict.DISCARD;
            case Reply.Skip _ -> BodyVerdict.SKIP;
            case Reply.ReplyCode(Bytes text) ->
                switch (SmtpReply.parse(text)) {
                    case Decoded.Ok<SmtpReply>(SmtpReply parsed) -> new SessionVerdict.Refuse(parsed);
                    // What our API cannot say: a filter that refuses in its own words must give a refusal.
                    case Decoded.Malformed<SmtpReply> _ -> Verdict.REJECT;
                };
            default -> Verdict.CONTINUE;
        };
    }

    private static Edit edit(Reply.Edit edit) {
        return switch (edit) {
            case Reply.AddHeader(Bytes name, Bytes value) -> new Edit.AddHeader(name, spaced(value));
            case Reply.InsertHeader(int index, Bytes name, Bytes value) ->
                new Edit.InsertHeader(index, name, spaced(value));
            case Reply.ChangeHeader(int index, Bytes name, Bytes value) ->
                value.isEmpty()
                        ? new Edit.DeleteHeader(Math.max(1, index), name)
                        : new Edit.ReplaceHeader(Math.max(1, index), name, spaced(value));
            case Reply.ReplaceBody(Bytes chunk) -> new Edit.ReplaceBody(chunk);
            case Reply.AddRecipient(Bytes recipient) -> new Edit.AddRecipient(recipient, List.of());
            case Reply.AddRecipientWithParameters(Bytes recipient, Optional<Bytes> parameters) ->
                new Edit.AddRecipient(recipient, parameters.map(List::of).orElse(List.of()));
            case Reply.DeleteRecipient(Bytes recipient) -> new Edit.DeleteRecipient(recipient);
            case Reply.ChangeSender(Bytes sender, Optional<Bytes> parameters) ->
                new Edit.ChangeSender(sender, parameters.map(List::of).orElse(List.of()));
            case Reply.Quarantine(Bytes reason) -> new Edit.Quarantine(reason.utf8());
        };
    }

    /// The recorded filters worked without leading spaces; ours has them.
    private static Bytes spaced(Bytes value) {
        return Bytes.latin1(" " + value.latin1());
    }
}
