package org.vidimus.milter.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vidimus.milter.filter.BodyVerdict;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.Step;

/// A filter whose handlers do what the input says, and that knows what may be asked of it: each message is used
/// from its beginning to its end or its abort, each connection is closed once, and nothing is called after a
/// verdict.
final class FuzzedFilter {
    /// What its handlers throw on purpose.
    static final class Planted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Planted() {
            super("planted", null, false, false);
        }
    }

    /// The state of a connection.
    static final class Connection {
        private boolean closed;
    }

    /// The state of a message.
    static final class Message {
        private final Connection connection;
        private int events;
        private boolean skipped;
        private boolean over;
        private boolean aborted;
        /// The verdict that ended it where it could not be given.
        private Optional<Character> held = Optional.empty();

        Message(Connection connection) {
            this.connection = connection;
        }

        /// The verdict that must be given on it, unless it has been given up since.
        Optional<Character> held() {
            return aborted ? Optional.empty() : held;
        }
    }

    static final int DISCARD = 7;
    static final int SKIP = 8;
    private static final SmtpReply NO = SmtpReply.of(550, "5.7.1", "100% no");
    private static final SmtpReply BYE = SmtpReply.of(421, "bye");

    private final Input choices;
    private final List<Connection> connections = new ArrayList<>();
    private @Nullable Message current;
    private Optional<Character> sessionHeld = Optional.empty();
    private CommandCode heldSince = CommandCode.CONNECT;
    private Optional<Character> lastVerdict = Optional.empty();
    private int calls;
    /// The options of what is still to throw.
    private int throwing;
    /// The protocol word agreed on.
    private int protocol;

    FuzzedFilter(Input choices) {
        this.choices = choices;
    }

    Filter<Connection, Message> build() {
        int shape = choices.below(4);
        Filter.Builder<Connection, Message> filter = Filter.of(_ -> connect(), this::begin)
                .onEndOfMessage(this::end)
                .onAbort(this::abort)
                .onClose(this::close);
        for (int i = 0; i < 9; i++) {
            Optional<Mode> mode = switch (shape) {
                case 0 -> Optional.of(Mode.ANSWER);
                case 1 -> Optional.of(Mode.STREAM);
                case 2 -> Optional.empty();
                default ->
                    List.of(Optional.of(Mode.ANSWER), Optional.of(Mode.STREAM), Optional.<Mode>empty())
                            .get(choices.below(3));
            };
            int event = i;
            mode.ifPresent(how -> handle(filter, event, how));
        }
        return options(filter).build();
    }

    private void handle(Filter.Builder<Connection, Message> filter, int event, Mode mode) {
        switch (event) {
            case 0 -> filter.onConnect(mode, (connection, _) -> session(connection, CommandCode.CONNECT));
            case 1 -> filter.onHelo(mode, (connection, _) -> session(connection, CommandCode.HELO));
            case 2 -> filter.onUnknown(mode, (connection, _) -> session(connection, CommandCode.UNKNOWN));
            case 3 -> filter.onMail(mode, (message, _) -> event(message, CommandCode.MAIL));
            case 4 -> filter.onRcpt(mode, (message, _) -> event(message, CommandCode.RCPT));
            case 5 -> filter.onData(mode, message -> event(message, CommandCode.DATA));
            case 6 -> filter.onHeader(mode, (message, _) -> event(message, CommandCode.HEADER));
            case 7 -> filter.onEndOfHeaders(mode, message -> event(message, CommandCode.END_OF_HEADERS));
            default -> filter.onBody(mode, (message, _) -> body(message));
        }
    }

    private Filter.Builder<Connection, Message> options(Filter.Builder<Connection, Message> filter) {
        int options = choices.octet();
        throwing = options;
        if ((options & 1) != 0) {
            filter.uses(Action.values());
        }
        if ((options & 2) != 0) {
            filter.requires(Action.CHANGE_HEADERS);
        }
        if ((options & 4) != 0) {
            filter.rejectedRecipients();
        }
        if ((options & 8) != 0) {
            filter.macros(Stage.END_OF_MESSAGE, "i").macros(Stage.CONNECT, "j", "{daemon_name}");
        }
        return (options & 16) != 0 ? filter.dataSize(DataSize.M1) : filter;
    }

    void agreed(int protocolWord) {
        protocol = protocolWord;
    }

    /// Before each command.
    void expect(CommandCode code) {
        calls = 0;
        lastVerdict = Optional.empty();
        boolean forgets = code == CommandCode.HELO && heldSince != CommandCode.CONNECT;
        if (forgets || code == CommandCode.QUIT_NEW_CONNECTION) {
            sessionHeld = Optional.empty();
        }
    }

    /// The verdict of the handler that ran last for this command, as the letter of its reply.
    Optional<Character> lastVerdict() {
        return lastVerdict;
    }

    /// The verdict held for the session.
    Optional<Character> sessionHeld() {
        return sessionHeld;
    }

    /// The message in hand, if any.
    Optional<Message> message() {
        return Optional.ofNullable(current).filter(message -> !message.over);
    }

    /// Handlers called for this command.
    int calls() {
        return calls;
    }

    /// A verdict on the message has been given, or its end answered.
    void decided() {
        if (current != null) {
            current.over = true;
        }
    }

    void messageIsOver() {
        assertTrue(current == null || current.over, "a message was neither ended nor given up");
    }

    void connectionIsOver() {
        messageIsOver();
        connections.forEach(connection -> assertTrue(connection.closed, "a connection was not closed"));
    }

    private Connection connect() {
        connections.forEach(connection -> assertTrue(connection.closed, "a second connection before the first ended"));
        throwOnce(32);
        Connection connection = new Connection();
        connections.add(connection);
        return connection;
    }

    private Message begin(Connection connection) {
        messageIsOver();
        assertFalse(connection.closed);
        throwOnce(64);
        Message message = new Message(connection);
        current = message;
        return message;
    }

    /// Each of these throws once, or never.
    private void throwOnce(int option) {
        if ((throwing & option) != 0) {
            throwing &= ~option;
            throw new Planted();
        }
    }

    private void abort(Message message) {
        assertSame(current, message);
        assertFalse(message.over, "given up after its end, or twice");
        assertFalse(message.connection.closed);
        message.over = true;
        message.aborted = true;
        throwOnce(128);
    }

    private void close(Connection connection) {
        assertFalse(connection.closed, "closed twice");
        messageIsOver();
        connection.closed = true;
        throwOnce(128);
    }

    private SessionVerdict session(Connection connection, CommandCode code) {
        calls++;
        assertEquals(Optional.empty(), sessionHeld, "called although the session is decided");
        assertFalse(connection.closed);
        heldSince = code;
        sessionHeld = Optional.of('t');
        SessionVerdict verdict = sessionVerdict(choices.octet());
        lastVerdict = Optional.of(letter(verdict));
        boolean holds = !(verdict instanceof SessionVerdict.Continue) && !isAnswered(code);
        sessionHeld = holds ? lastVerdict : Optional.empty();
        return verdict;
    }

    private void live(Message message) {
        calls++;
        assertSame(current, message);
        assertFalse(message.over, "called after its end");
        assertFalse(message.connection.closed);
        assertEquals(Optional.empty(), message.held, "called although the message is decided");
        assertEquals(Optional.empty(), sessionHeld, "called although the session is decided");
        // Stays if the handler throws.
        message.held = Optional.of('t');
    }

    private Verdict event(Message message, CommandCode code) {
        assertFalse(code == CommandCode.MAIL && message.events > 0, "MAIL in the middle of a message");
        live(message);
        message.events++;
        Verdict verdict = verdict(choices.octet());
        settle(message, code, verdict);
        return verdict;
    }

    private void settle(Message message, CommandCode code, Verdict verdict) {
        lastVerdict = Optional.of(letter(verdict));
        boolean holds = !(verdict instanceof SessionVerdict.Continue) && !isAnswered(code);
        message.held = holds ? lastVerdict : Optional.empty();
    }

    private BodyVerdict body(Message message) {
        assertFalse(message.skipped, "body after SKIP");
        live(message);
        message.events++;
        int choice = choices.octet();
        if (choice != SKIP) {
            Verdict verdict = verdict(choice);
            settle(message, CommandCode.BODY, verdict);
            return verdict;
        }
        message.held = Optional.empty();
        message.skipped = true;
        boolean told = (protocol & Step.SKIP.bit()) != 0;
        lastVerdict = Optional.of(told ? 's' : 'c');
        return BodyVerdict.SKIP;
    }

    private Outcome end(Message message) {
        live(message);
        Verdict verdict = verdict(choices.octet());
        List<Edit> edits = new ArrayList<>();
        for (int i = choices.below(4); i > 0; i--) {
            edit().ifPresent(edits::add);
        }
        settle(message, CommandCode.END_OF_MESSAGE, verdict);
        return new Outcome(verdict, edits);
    }

    private static SessionVerdict sessionVerdict(int choice) {
        return switch (choice) {
            case 1 -> Verdict.ACCEPT;
            case 2 -> Verdict.REJECT;
            case 3 -> Verdict.TEMPFAIL;
            case 4 -> new SessionVerdict.Refuse(NO);
            case 5 -> new SessionVerdict.Refuse(BYE);
            case 6 -> throw new Planted();
            default -> Verdict.CONTINUE;
        };
    }

    private static Verdict verdict(int choice) {
        return choice == DISCARD ? Verdict.DISCARD : sessionVerdict(choice);
    }

    /// An edit with whatever octets come; none where the types refuse them.
    private Optional<Edit> edit() {
        int kind = choices.below(9);
        int index = choices.octet();
        Bytes name = Bytes.copyOf(choices.take(choices.below(4)));
        Bytes value = Bytes.copyOf(choices.take(choices.below(8)));
        try {
            return Optional.of(
                    switch (kind) {
                        case 0 -> new Edit.InsertHeader(index, name, value);
                        case 1 -> new Edit.AppendHeader(name, value);
                        case 2 -> new Edit.AddHeader(name, value);
                        case 3 -> new Edit.ReplaceHeader(index, name, value);
                        case 4 -> new Edit.DeleteHeader(index, name);
                        case 5 -> new Edit.ReplaceBody(value);
                        case 6 -> new Edit.AddRecipient(value, name.isEmpty() ? List.of() : List.of(name));
                        case 7 -> new Edit.ChangeSender(value, List.of());
                        default -> new Edit.Quarantine(value.utf8());
                    });
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean isAnswered(CommandCode code) {
        return switch (code) {
            case CONNECT -> without(Step.NO_REPLY_CONNECT);
            case HELO -> without(Step.NO_REPLY_HELO);
            case MAIL -> without(Step.NO_REPLY_MAIL);
            case RCPT -> without(Step.NO_REPLY_RCPT);
            case DATA -> without(Step.NO_REPLY_DATA);
            case HEADER -> without(Step.NO_REPLY_HEADER);
            case END_OF_HEADERS -> without(Step.NO_REPLY_END_OF_HEADERS);
            case BODY -> without(Step.NO_REPLY_BODY);
            case UNKNOWN -> without(Step.NO_REPLY_UNKNOWN);
            case END_OF_MESSAGE -> true;
            case NEGOTIATE, MACROS, ABORT, QUIT, QUIT_NEW_CONNECTION -> false;
        };
    }

    private boolean without(Step step) {
        return (protocol & step.bit()) == 0;
    }

    private static char letter(Verdict verdict) {
        return switch (verdict) {
            case SessionVerdict.Continue _ -> 'c';
            case SessionVerdict.Accept _ -> 'a';
            case SessionVerdict.Reject _ -> 'r';
            case SessionVerdict.Tempfail _ -> 't';
            case SessionVerdict.Refuse _ -> 'y';
            case Verdict.Discard _ -> 'd';
        };
    }
}
