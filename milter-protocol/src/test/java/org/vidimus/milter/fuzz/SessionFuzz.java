package org.vidimus.milter.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.transcript.FilterScript;
import org.vidimus.milter.transcript.ScriptedFilter;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.Reply;

/// Fuzz target: any sequence of commands, legal or not, leaves the state machine in order. No handler fails, every
/// command that is waited for gets one final reply and no other does, edits come only at the end of a message, a
/// message is aborted at most once, and a session that was opened is closed exactly once.
public final class SessionFuzz {
    private static final int LIMIT = 4096;
    private static final List<FilterScript> SCRIPTS = List.of(
            FilterScript.parse(List.of(
                    "mail <r* reject",
                    "rcpt <a* accept",
                    "rcpt <t* tempfail",
                    "header X* discard",
                    "body skip",
                    "if <e*",
                    "eom insert 0 A: b",
                    "eom delete 1 C",
                    "eom quarantine why")),
            FilterScript.parse(List.of(
                    "protocol nr_connect nr_helo nr_mail nr_rcpt nr_data nr_unknown nr_header nr_eoh nr_body",
                    "connect r* reject",
                    "mail <r* reject",
                    "header X* reply 550 5.7.1 no",
                    "unknown t* tempfail")),
            FilterScript.parse(List.of("protocol nohelo nodata noeoh nomail", "eom add A: b", "rcpt <d* discard")));

    private SessionFuzz() {}

    /// The first octet chooses the filter.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        List<String> log = new ArrayList<>();
        FilterScript script = SCRIPTS.get((input[0] & 0xff) % SCRIPTS.size());
        run(ScriptedFilter.of(script, log::add), Arrays.copyOfRange(input, 1, input.length));
        check(log);
    }

    private static <C, M> void run(Filter<C, M> filter, byte[] octets) {
        FilterSession<C, M> session = new FilterSession<>(filter, 1, "fuzz", "fuzz", (_, event, failure) -> {
            // An edit that was not agreed on is the filter's mistake, and the message is then refused for now.
            if (event != CommandCode.END_OF_MESSAGE || !(failure instanceof IllegalStateException)) {
                throw new AssertionError(event + " failed", failure);
            }
        });
        FrameReader reader = new FrameReader(LIMIT);
        reader.feed(octets);
        boolean open = true;
        while (open && reader.next() instanceof FrameReader.Complete(Frame frame)) {
            if (!(Command.decode(frame) instanceof Decoded.Ok<Command>(Command command))) {
                break;
            }
            List<Reply> replies = new ArrayList<>();
            open = session.handle(command, replies::add) instanceof FilterSession.Open;
            checkReplies(command, replies, open);
        }
        session.end();
        session.end();
    }

    private static void checkReplies(Command command, List<Reply> replies, boolean open) {
        long finals = replies.stream().filter(Reply.Final.class::isInstance).count();
        long edits = replies.stream().filter(Reply.Edit.class::isInstance).count();
        boolean end = command.code() == CommandCode.END_OF_MESSAGE;
        boolean last = replies.isEmpty() || replies.getLast() instanceof Reply.Final;
        boolean silent = switch (command.code()) {
            case MACROS, ABORT, QUIT, QUIT_NEW_CONNECTION -> true;
            default -> false;
        };
        boolean negotiated = !replies.isEmpty() && replies.getFirst() instanceof Reply.Negotiated;
        if (finals > 1
                || (edits > 0 && !end)
                || (end && open && finals != 1)
                || (silent && !replies.isEmpty())
                || !(last || negotiated)) {
            throw new AssertionError(command + " was answered " + replies);
        }
    }

    private static void check(List<String> log) {
        int opened = 0;
        int closed = 0;
        boolean message = false;
        for (String line : log) {
            switch (line.split(" ")[1]) {
                case "negotiate" -> opened++;
                case "close" -> closed++;
                case "mail", "rcpt", "data", "header", "eoh", "body" -> message = true;
                case "abort" -> {
                    if (!message) {
                        throw new AssertionError("an abort of nothing: " + log);
                    }
                    message = false;
                }
                default -> {}
            }
        }
        if (opened != closed) {
            throw new AssertionError("opened " + opened + ", closed " + closed + ": " + log);
        }
    }
}
