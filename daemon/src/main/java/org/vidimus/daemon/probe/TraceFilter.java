package org.vidimus.daemon.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.net.Listener;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.ReadBudget;
import org.vidimus.milter.net.SocketFileMode;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.WireLog;

/// A filter that wants to see everything, lets everything pass, and shows each command with its answer.
///
/// It drives the protocol itself instead of standing behind the server, because the server shows a filter no frames.
/// Thread-safe.
public final class TraceFilter implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofHours(3);
    private static final int WAITING_OCTETS = 1 << 20;
    private static final int WAITING_OCTETS_OF_ALL = 64 << 20;

    private static final Filter<FilterContext, FilterContext> EVERYTHING = Filter.of(
                    (FilterContext context) -> context, (FilterContext context) -> context)
            .onConnect(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .onHelo(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .onMail(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .onRcpt(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .onData(Mode.ANSWER, _ -> Verdict.CONTINUE)
            .onHeader(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .onEndOfHeaders(Mode.ANSWER, _ -> Verdict.CONTINUE)
            .onBody(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .onUnknown(Mode.ANSWER, (_, _) -> Verdict.CONTINUE)
            .rejectedRecipients()
            .build();

    /// Receives what is to be shown; called by one thread at a time.
    public interface Output {
        /// A line for people.
        void line(String text);

        /// A line of the recording.
        void frame(WireLog.Line line);
    }

    private final Output output;
    private final Transport transport = Transport.open(1);
    private final ReadBudget budget = new ReadBudget(WAITING_OCTETS, WAITING_OCTETS_OF_ALL);
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Link> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private TraceFilter(Output output) {
        this.output = output;
    }

    /// Listens on the sockets.
    ///
    /// @throws IOException when one cannot be had; the message names it and nothing is left open
    /// @throws InterruptedException when interrupted; nothing is left open
    public static TraceFilter start(List<MilterSocket> sockets, Output output)
            throws IOException, InterruptedException {
        var trace = new TraceFilter(output);
        boolean started = false;
        try {
            for (MilterSocket socket : sockets) {
                trace.listeners.add(trace.transport.listen(
                        socket, SocketFileMode.DEFAULT, trace.budget, link -> trace.accept(link, socket.toString())));
            }
            started = true;
            return trace;
        } finally {
            if (!started) {
                trace.close();
            }
        }
    }

    /// Where it listens, with the ports that the system chose.
    public List<MilterSocket> sockets() {
        return listeners.stream().map(Listener::socket).toList();
    }

    private void accept(Link link, String listener) {
        int number = connections.incrementAndGet();
        open.add(link);
        Thread.ofVirtual().name("trace-" + number).start(() -> {
            say(number, List.of("from " + link.peer() + " on " + listener));
            try {
                String end = new Conversation(link, number, listener).run();
                say(number, List.of(end));
            } catch (InterruptedException _) {
                say(number, List.of("interrupted"));
            } finally {
                open.remove(link);
                link.close();
            }
        });
    }

    private void say(int connection, List<String> lines) {
        synchronized (output) {
            lines.forEach(line -> output.line("[" + connection + "] " + line));
        }
    }

    /// One connection. Confined to its thread.
    private final class Conversation {
        private final Link link;
        private final int number;
        private final FilterSession<FilterContext, FilterContext> session;
        private final FrameReader in = new FrameReader();
        private final FrameWriter out = new FrameWriter();

        Conversation(Link link, int number, String listener) {
            this.link = link;
            this.number = number;
            this.session = new FilterSession<>(EVERYTHING, number, link.peer(), listener, TraceFilter.this::failed);
        }

        /// Serves until the end, and says how it came.
        String run() throws InterruptedException {
            while (true) {
                switch (link.read(PATIENCE)) {
                    case Link.End _ -> {
                        return in.insideFrame() ? "closed in the middle of a frame" : "closed";
                    }
                    case Link.TimedOut _ -> {
                        return "silent for " + PATIENCE.toHours() + " h, closing";
                    }
                    case Link.Octets(byte[] octets) -> {
                        in.feed(octets);
                        String end = handleArrived();
                        if (out.size() > 0) {
                            link.write(out.take());
                        }
                        if (!end.isEmpty()) {
                            return end;
                        }
                    }
                }
            }
        }

        private String handleArrived() {
            while (true) {
                switch (in.next()) {
                    case FrameReader.NeedMore _ -> {
                        return "";
                    }
                    case FrameReader.Broken(String why) -> {
                        return "not milter: " + why;
                    }
                    case FrameReader.Complete(Frame frame) -> {
                        String end = handle(frame);
                        if (!end.isEmpty()) {
                            return end;
                        }
                    }
                }
            }
        }

        private String handle(Frame frame) {
            return switch (Command.decode(frame)) {
                case Decoded.Malformed<Command>(String why) -> {
                    show(List.of("malformed: " + why), List.of(new WireLog.FromMta(number, frame)));
                    yield "malformed command, closing";
                }
                case Decoded.Ok<Command>(Command command) -> handle(frame, command);
            };
        }

        private String handle(Frame frame, Command command) {
            var lines = new ArrayList<String>();
            var frames = new ArrayList<WireLog.Line>();
            lines.add(WireText.command(command));
            frames.add(new WireLog.FromMta(number, frame));
            FilterSession.Result result = session.handle(command, reply -> {
                lines.add("    " + WireText.reply(reply));
                frames.add(new WireLog.FromFilter(frame(reply)));
                reply.encodeTo(out);
            });
            show(lines, frames);
            if (command instanceof Command.Negotiate) {
                in.limit(session.context().negotiated().dataSize().maxPayload());
            }
            return switch (result) {
                case FilterSession.Open _ -> "";
                case FilterSession.Quit _ -> "closing";
                case FilterSession.Broken(String why) -> why + ", closing";
            };
        }

        private void show(List<String> lines, List<WireLog.Line> frames) {
            synchronized (output) {
                say(number, lines);
                // A reply belongs to the command on the line before, so they are written together.
                frames.forEach(output::frame);
            }
        }
    }

    private void failed(FilterContext context, CommandCode event, Throwable failure) {
        say((int) context.connection(), List.of(event + ": " + failure));
    }

    private static Frame frame(Reply reply) {
        var writer = new FrameWriter();
        reply.encodeTo(writer);
        var reader = new FrameReader();
        reader.feed(writer.take());
        return switch (reader.next()) {
            case FrameReader.Complete(Frame frame) -> frame;
            case FrameReader.NeedMore _, FrameReader.Broken _ ->
                throw new IllegalStateException("a reply that is no frame: " + reply);
        };
    }

    /// Stops listening and closes every connection.
    @Override
    public void close() throws IOException {
        try {
            for (Listener listener : listeners) {
                listener.close();
            }
        } finally {
            open.forEach(Link::close);
            transport.close();
        }
    }
}
