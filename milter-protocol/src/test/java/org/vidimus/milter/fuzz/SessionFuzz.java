package org.vidimus.milter.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.Version;

/// A session of the state machine: any filter, any offer, any commands in any order.
///
/// The input chooses the filter ([FuzzedFilter]), the offer, then command after command; handlers take their
/// verdicts from it in between.
public final class SessionFuzz {
    /// What both MTAs offer, old ones, none, and what cannot be served.
    private static final List<Command.Negotiate> OFFERS = List.of(
            new Command.Negotiate(6, 0x1ff, 0x1fffff),
            new Command.Negotiate(2, 0x3f, 0x7f),
            new Command.Negotiate(6, 0, 0),
            new Command.Negotiate(6, 0x1ff, 0x3fffffff),
            new Command.Negotiate(4, 0x1ff, 0x3ff),
            new Command.Negotiate(1, 0x3f, 0x7f));
    static final String COMMANDS = "CHMRTLNBEAKUDOQ";
    private static final int MAX_COMMANDS = 300;

    private final Input choices;
    private final FuzzedFilter filter;
    private final FilterSession<?, ?> session;
    private final List<CommandCode> failed = new ArrayList<>();
    private Set<Action> actions = Set.of();

    private SessionFuzz(Input choices) {
        this.choices = choices;
        filter = new FuzzedFilter(choices);
        session = new FilterSession<>(filter.build(), 1, "fuzz", "inet:0@fuzz", (_, event, failure) -> {
            boolean expected = failure instanceof FuzzedFilter.Planted
                    || failure instanceof IllegalStateException
                            && String.valueOf(failure.getMessage()).startsWith("an edit that was not agreed on");
            if (!expected) {
                throw new AssertionError("a failure of our own", failure);
            }
            failed.add(event);
        });
    }

    /// Fails if a command gets other replies than its own, or the filter other calls than those it may get.
    public static void fuzz(byte[] input) {
        new SessionFuzz(new Input(input)).run();
    }

    private void run() {
        boolean open = negotiate();
        for (int i = 0; open && !choices.isEmpty() && i < MAX_COMMANDS; i++) {
            open = switch (next()) {
                case Decoded.Ok<Command>(Command command) -> handle(command);
                case Decoded.Malformed<Command> _ -> false;
            };
        }
        session.end();
        filter.connectionIsOver();
        filter.expect(CommandCode.QUIT);
        session.end();
        assertEquals(0, filter.calls());
    }

    private boolean negotiate() {
        int choice = choices.below(OFFERS.size() + 2);
        Command command = switch (choice) {
            case 6 -> new Command.Negotiate(choices.int32(), choices.int32(), choices.int32());
            case 7 -> new Command.Helo(Bytes.EMPTY);
            default -> OFFERS.get(choice);
        };
        List<Reply> replies = new ArrayList<>();
        FilterSession.Result result = session.handle(command, replies::add);
        if (!(result instanceof FilterSession.Open)) {
            assertInstanceOf(FilterSession.Broken.class, result);
            assertEquals(List.of(), replies);
            return false;
        }
        assertEquals(1, replies.size());
        Command.Negotiate offer = assertInstanceOf(Command.Negotiate.class, command);
        Reply.Negotiated answer = assertInstanceOf(Reply.Negotiated.class, replies.getFirst());
        agreed(offer, answer);
        return true;
    }

    private void agreed(Command.Negotiate offer, Reply.Negotiated answer) {
        assertTrue(answer.version() >= Version.OLDEST && answer.version() <= Version.NEWEST);
        assertTrue(Integer.compareUnsigned(answer.version(), offer.version()) <= 0);
        // A word of 0 comes from version 1 and stands for what that had.
        int offeredActions = offer.actions() == 0 ? 0xf : offer.actions();
        int offeredSteps = offer.protocol() == 0 ? Step.VERSION_1 : offer.protocol();
        assertEquals(0, answer.actions() & ~offeredActions);
        assertEquals(0, answer.protocol() & ~offeredSteps);
        actions = Action.fromBits(answer.actions());
        assertTrue(answer.symbols().isEmpty() || actions.contains(Action.SET_SYMBOL_LIST));
        filter.agreed(answer.protocol());
    }

    private Decoded<Command> next() {
        int choice = choices.below(COMMANDS.length() + 1);
        if (choice == COMMANDS.length()) {
            byte code = (byte) choices.octet();
            return Command.decode(new Frame(code, Bytes.copyOf(choices.take(choices.octet()))));
        }
        char code = COMMANDS.charAt(choice);
        String payload = switch (code) {
            case 'C' -> "client.example.org\0" + "4\0\0" + "192.0.2.1\0";
            case 'H' -> "client.example.org\0";
            case 'M' -> "<a@example.org>\0SIZE=1\0";
            case 'R' -> "<b@example.com>\0";
            case 'L' -> "Subject\0 hello\0";
            case 'B' -> "body\r\n";
            case 'E' -> choices.below(4) == 3 ? "last" : "";
            case 'U' -> "XFOO\0";
            case 'D' -> "CHMRTNELBU".charAt(choices.below(10)) + "i\0001\0";
            case 'O' -> "\0\0\0\6\0\0\1\u00ff\0\u001f\u00ff\u00ff";
            default -> "";
        };
        return Command.decode(new Frame((byte) code, Bytes.latin1(payload)));
    }

    /// Whether the session goes on.
    private boolean handle(Command command) {
        CommandCode code = command.code();
        filter.expect(code);
        failed.clear();
        Optional<Character> sessionHeld = filter.sessionHeld();
        Optional<FuzzedFilter.Message> message =
                isOfMessage(code) && code != CommandCode.MAIL ? filter.message() : Optional.empty();
        List<Reply> replies = new ArrayList<>();
        FilterSession.Result result = session.handle(command, replies::add);
        if (code == CommandCode.QUIT) {
            assertInstanceOf(FilterSession.Quit.class, result);
        } else {
            assertInstanceOf(FilterSession.Open.class, result);
        }
        if (filter.isAnswered(code)) {
            check(code, replies, sessionHeld.or(() -> message.flatMap(FuzzedFilter.Message::held)));
        } else {
            assertEquals(List.of(), replies, () -> "replies to " + code);
        }
        switch (code) {
            case CONNECT, HELO, END_OF_MESSAGE, ABORT -> filter.messageIsOver();
            case QUIT, QUIT_NEW_CONNECTION -> filter.connectionIsOver();
            case NEGOTIATE, MACROS, MAIL, RCPT, DATA, HEADER, END_OF_HEADERS, BODY, UNKNOWN -> {}
        }
        return code != CommandCode.QUIT;
    }

    private void check(CommandCode code, List<Reply> replies, Optional<Character> held) {
        assertTrue(!replies.isEmpty(), () -> "no reply to " + code);
        Reply.Final end = assertInstanceOf(Reply.Final.class, replies.getLast());
        char letter = (char) end.code();
        List<Reply> before = replies.subList(0, replies.size() - 1);
        assertTrue(before.isEmpty() || code == CommandCode.END_OF_MESSAGE && (letter == 'c' || letter == 'a'));
        for (Reply reply : before) {
            Reply.Edit edit = assertInstanceOf(Reply.Edit.class, reply);
            assertTrue(actions.contains(edit.action()), () -> "an edit that was not agreed on: " + edit);
        }
        replies.forEach(SessionFuzz::canBeRead);
        String allowed = allowed(held);
        assertTrue(allowed.indexOf(letter) >= 0, () -> "reply " + letter + " to " + code + ", allowed: " + allowed);
        boolean recipientAlone = code == CommandCode.RCPT && letter != 'a';
        boolean given = letter != 'c' && letter != 's' && !recipientAlone;
        if (code == CommandCode.END_OF_MESSAGE || isOfMessage(code) && given) {
            filter.decided();
        }
    }

    private static void canBeRead(Reply reply) {
        FrameWriter out = new FrameWriter();
        reply.encodeTo(out);
        FrameReader in = new FrameReader();
        in.feed(out.take());
        Frame frame = assertInstanceOf(FrameReader.Complete.class, in.next()).frame();
        assertEquals(new Decoded.Ok<>(reply), Reply.decode(frame));
    }

    private static boolean isOfMessage(CommandCode code) {
        return code != CommandCode.CONNECT && code != CommandCode.HELO && code != CommandCode.UNKNOWN;
    }

    /// A failed handler refuses for now; one that ran is answered as it said; where none ran, what was held is
    /// said, or, if the command could not come there, that it could not.
    private String allowed(Optional<Character> held) {
        boolean handlerFailed =
                failed.stream().anyMatch(event -> event != CommandCode.ABORT && event != CommandCode.QUIT);
        if (handlerFailed) {
            return "t";
        }
        return filter.lastVerdict()
                .map(String::valueOf)
                .orElseGet(() -> held.map(verdict -> verdict + "t").orElse("ct"));
    }
}
