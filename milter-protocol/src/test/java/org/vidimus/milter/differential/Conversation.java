package org.vidimus.milter.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.transcript.FilterScript;
import org.vidimus.milter.transcript.LibmilterFilter;
import org.vidimus.milter.transcript.ScriptedFilter;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;

/// What came of a conversation: the replies in order, and the callbacks with what they were given.
///
/// @param replies as on the wire, without the answer to the offer
/// @param events without the connection's number and the offer
record Conversation(List<Frame> replies, List<String> events) {
    Conversation {
        replies = List.copyOf(replies);
        events = List.copyOf(events);
    }

    /// With libmilter: all commands are written at once, QUIT last, and everything up to the end is read.
    static Conversation withLibmilter(LibmilterFilter filter, int port, int number, List<Command> commands)
            throws IOException {
        List<Frame> replies = withoutNegotiation(overSocket(port, commands));
        String prefix = "[" + number + "] ";
        List<String> events = filter.eventsOf(number).stream()
                .map(line -> line.substring(prefix.length()))
                .filter(line -> !line.startsWith("negotiate"))
                .toList();
        return new Conversation(replies, ofWhatWasSeen(events));
    }

    /// libmilter also calls abort and close where the filter has been shown nothing of the message or session; ours are
    /// for what has begun (docs/libmilter-differences.md).
    private static List<String> ofWhatWasSeen(List<String> events) {
        List<String> seen = new ArrayList<>();
        boolean message = false;
        for (String event : events) {
            switch (event.split(" ")[0]) {
                case "mail", "rcpt", "data", "header", "eoh", "body" -> message = true;
                case "abort" -> {
                    if (!message) {
                        continue;
                    }
                    message = false;
                }
                case "eom" -> message = false;
                default -> {}
            }
            seen.add(event);
        }
        return seen.equals(List.of("close")) ? List.of() : seen;
    }

    /// With our state machine, without a socket.
    static Conversation withOurs(FilterScript script, List<Command> commands) {
        Recorder recorder = new Recorder();
        recorder.feed(ScriptedFilter.of(script, recorder.events::add), commands);
        return new Conversation(
                withoutNegotiation(frames(recorder.out.take())),
                recorder.events.stream()
                        .map(line -> line.substring("[1] ".length()))
                        .filter(line -> !line.startsWith("negotiate"))
                        .toList());
    }

    /// Which of these commands our state machine refuses without asking the filter.
    static List<Command> refused(FilterScript script, List<Command> commands) {
        Recorder recorder = new Recorder();
        recorder.feed(ScriptedFilter.of(script, recorder.events::add), commands);
        return List.copyOf(recorder.refused);
    }

    private static final class Recorder {
        final List<String> events = new ArrayList<>();
        final List<Command> refused = new ArrayList<>();
        final FrameWriter out = new FrameWriter();

        <C, M> void feed(Filter<C, M> filter, List<Command> commands) {
            FilterSession<C, M> session = new FilterSession<>(filter, 1, "test", "test", (context, event, failure) -> {
                throw new AssertionError(event + " failed", failure);
            });
            boolean open = true;
            for (Command command : commands) {
                int before = events.size();
                List<Reply> replies = new ArrayList<>();
                open &= open && session.handle(command, replies::add) instanceof FilterSession.Open;
                replies.forEach(reply -> reply.encodeTo(out));
                boolean quiet = events.stream().skip(before).allMatch(event -> event.endsWith("abort"));
                if (quiet && replies.equals(List.of(new Reply.Tempfail()))) {
                    refused.add(command);
                }
            }
            session.end();
        }
    }

    /// What is negotiated is ours to choose; only that there is an answer counts.
    private static List<Frame> withoutNegotiation(List<Frame> replies) {
        if (replies.isEmpty() || replies.getFirst().code() != 'O') {
            throw new AssertionError("no negotiation but " + replies);
        }
        return replies.subList(1, replies.size());
    }

    /// Plays commands to whatever listens on the port.
    static List<Frame> overSocket(int port, List<Command> commands) throws IOException {
        FrameWriter out = new FrameWriter();
        commands.forEach(command -> command.encodeTo(out));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(out.take());
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(received);
            return frames(received.toByteArray());
        }
    }

    private static List<Frame> frames(byte[] octets) {
        List<Frame> frames = new ArrayList<>();
        FrameReader reader = new FrameReader();
        reader.feed(octets);
        while (reader.next() instanceof FrameReader.Complete(Frame frame)) {
            frames.add(frame);
        }
        return frames;
    }
}
