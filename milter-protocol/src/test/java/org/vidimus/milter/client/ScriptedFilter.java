package org.vidimus.milter.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.net.Listener;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.ReadBudget;
import org.vidimus.milter.net.SocketFileMode;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SymbolLists;

/// A filter that says what a test tells it to, octet by octet, and keeps what it hears.
final class ScriptedFilter implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What the filter does on a frame.
    interface Script {
        void on(Frame frame, Wire wire) throws InterruptedException;
    }

    /// The filter's side of a connection.
    static final class Wire {
        private final Link link;

        Wire(Link link) {
            this.link = link;
        }

        Wire say(Reply... replies) throws InterruptedException {
            FrameWriter out = new FrameWriter();
            for (Reply reply : replies) {
                reply.encodeTo(out);
            }
            return octets(Bytes.copyOf(out.take()).latin1());
        }

        Wire frame(char code, String payload) throws InterruptedException {
            FrameWriter out = new FrameWriter();
            out.frame(new Frame((byte) code, Bytes.latin1(payload)));
            return octets(Bytes.copyOf(out.take()).latin1());
        }

        /// One char an octet.
        Wire octets(String octets) throws InterruptedException {
            link.write(Bytes.latin1(octets).toArray());
            return this;
        }

        /// Is silent for so long, during which the client must be as well.
        void awaitNothing(Duration silence) throws InterruptedException {
            if (!(link.read(silence) instanceof Link.TimedOut)) {
                throw new IllegalStateException("the client did not wait");
            }
        }

        boolean isOpen() {
            return link.isOpen();
        }

        void close() {
            link.close();
        }
    }

    private final Listener listener;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Frame> heard = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    ScriptedFilter(Transport transport, Script script) throws IOException, InterruptedException {
        listener = transport.listen(
                new MilterSocket.Inet("127.0.0.1", 0),
                SocketFileMode.DEFAULT,
                new ReadBudget(1 << 20, 1 << 24),
                link -> threads.add(Thread.ofVirtual().start(() -> serve(link, script))));
    }

    private void serve(Link link, Script script) {
        Wire wire = new Wire(link);
        FrameReader in = new FrameReader(1 << 21);
        try {
            while (true) {
                switch (in.next()) {
                    case FrameReader.Complete(Frame frame) -> {
                        heard.add(frame);
                        script.on(frame, wire);
                    }
                    case FrameReader.Broken(String why) -> throw new IllegalStateException(why);
                    case FrameReader.NeedMore _ -> {
                        switch (link.read(PATIENCE)) {
                            case Link.Octets(byte[] octets) -> in.feed(octets);
                            case Link.End _, Link.TimedOut _ -> {
                                link.close();
                                ended.complete(null);
                                return;
                            }
                        }
                    }
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    MilterSocket socket() {
        return listener.socket();
    }

    /// All frames of the connection, once the client has closed it: the code, and for what is no macro the
    /// payload.
    List<String> heard() {
        ended.join();
        return heard.stream().map(ScriptedFilter::describe).toList();
    }

    /// The frames of the connection, once the client has closed it.
    List<Frame> frames() {
        ended.join();
        return List.copyOf(heard);
    }

    /// Only the codes, `D` left out.
    String codes() {
        StringBuilder codes = new StringBuilder();
        for (Frame frame : frames()) {
            if (frame.code() != 'D') {
                codes.append((char) frame.code());
            }
        }
        return codes.toString();
    }

    private static String describe(Frame frame) {
        if (Command.decode(frame) instanceof Decoded.Ok<Command>(Command.Macros macros)) {
            StringBuilder text = new StringBuilder("D").append((char) macros.stage());
            macros.macros()
                    .forEach(macro -> text.append(' ')
                            .append(macro.name().latin1())
                            .append('=')
                            .append(macro.value().latin1()));
            return text.toString();
        }
        return frame.toString().replace("\\x00", "|");
    }

    /// Answers the offer with these words, everything else with CONTINUE, unless `special` knows better.
    static Script agreeing(int actions, int protocol, Script special) {
        return agreeing(new Reply.Negotiated(6, actions, protocol, SymbolLists.NONE), special);
    }

    static Script agreeing(Reply.Negotiated answer, Script special) {
        return (frame, wire) -> {
            switch (frame.code()) {
                case 'O' -> wire.say(answer);
                case 'D', 'A', 'Q', 'K' -> {}
                default -> special.on(frame, wire);
            }
        };
    }

    /// Says CONTINUE.
    static void goOn(Frame frame, Wire wire) throws InterruptedException {
        wire.say(new Reply.Continue());
    }

    /// Says `reply` to one command and CONTINUE to the others.
    static Script saying(char command, Reply... replies) {
        return (frame, wire) -> {
            if (frame.code() == command) {
                wire.say(replies);
            } else {
                wire.say(new Reply.Continue());
            }
        };
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
