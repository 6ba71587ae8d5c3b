package org.vidimus.milter.transcript;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SymbolLists;

/// A filter that misbehaves on command: it answers `continue` to everything, except where its script says `die`,
/// `hang`,
/// `nonsense OCTETS`, `progress`, `sleep MILLISECONDS` or an insertion. It logs nothing.
public final class RawFilter implements RunningFilter {
    private static final int READ_SIZE = 65536;

    /// Conditions are not for raw filters: `if *` holds.
    private static final FilterScript.Message ANY = new FilterScript.Message() {
        @Override
        public String sender() {
            return "";
        }

        @Override
        public List<String> recipients() {
            return List.of();
        }

        @Override
        public boolean hasMacro(String name) {
            return false;
        }
    };

    private final FilterScript script;
    private final ServerSocket listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /// A thread of the system's: the port is free only once it has left accept(), for which it is waited for.
    private final Thread acceptor = Thread.ofPlatform().name("raw-filter").unstarted(this::accept);

    private RawFilter(FilterScript script, ServerSocket listener) {
        this.script = script;
        this.listener = listener;
    }

    /// Filters of this kind.
    public static Kind kind() {
        return new Kind() {
            @Override
            public String tag() {
                return "raw";
            }

            @Override
            public RunningFilter start(List<String> script, int port) throws IOException {
                ServerSocket listener = new ServerSocket();
                listener.setReuseAddress(true);
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                RawFilter filter = new RawFilter(FilterScript.parse(script), listener);
                filter.acceptor.start();
                return filter;
            }
        };
    }

    @Override
    public List<String> events() {
        return List.of();
    }

    @Override
    public List<String> failures() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        stopped.countDown();
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("raw-filter-connection").start(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the transcript is over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            FrameReader reader = new FrameReader();
            byte[] buffer = new byte[READ_SIZE];
            for (int size = in.read(buffer); size > 0; size = in.read(buffer)) {
                reader.feed(Arrays.copyOf(buffer, size));
                while (reader.next() instanceof FrameReader.Complete(Frame frame)) {
                    if (!(Command.decode(frame) instanceof Decoded.Ok<Command>(Command command))) {
                        return;
                    }
                    if (!answer(command, out)) {
                        return;
                    }
                }
            }
        } catch (IOException | InterruptedException e) {
            System.Logger log = System.getLogger(RawFilter.class.getName());
            log.log(System.Logger.Level.DEBUG, "the MTA went away", e);
        }
    }

    /// Does what the script says. False when the connection shall end.
    private boolean answer(Command command, OutputStream out) throws IOException, InterruptedException {
        String stage = stage(command);
        if (stage.isEmpty()) {
            return !(command instanceof Command.Quit);
        }
        for (FilterScript.Rule rule : script.rulesFor(stage, subject(command), ANY)) {
            switch (rule.verb()) {
                case "die" -> {
                    return false;
                }
                case "hang" -> {
                    stopped.await(1, TimeUnit.MINUTES);
                    return false;
                }
                case "sleep" -> {
                    if (stopped.await(Integer.parseInt(rule.rest()), TimeUnit.MILLISECONDS)) {
                        return false;
                    }
                }
                case "nonsense" -> {
                    out.write(Octets.bytes(Octets.decode(rule.rest())));
                    return true;
                }
                case "progress" -> send(new Reply.Progress(), out);
                case "insert" -> {
                    String[] parts = rule.rest().split("[ :]+", 3);
                    send(
                            new Reply.InsertHeader(
                                    Integer.parseInt(parts[0]), Bytes.latin1(parts[1]), Bytes.latin1(parts[2])),
                            out);
                }
                default -> throw new TranscriptError("a raw filter cannot " + rule.verb());
            }
        }
        send(
                command instanceof Command.Negotiate(int version, int actions, var _)
                        ? new Reply.Negotiated(version, actions, 0, SymbolLists.NONE)
                        : new Reply.Continue(),
                out);
        return true;
    }

    private static void send(Reply reply, OutputStream out) throws IOException {
        FrameWriter frames = new FrameWriter();
        reply.encodeTo(frames);
        out.write(frames.take());
    }

    /// The stage's word; empty for what is never answered.
    private static String stage(Command command) {
        return switch (command) {
            case Command.Negotiate _ -> "negotiate";
            case Command.Connect _ -> "connect";
            case Command.Helo _ -> "helo";
            case Command.Mail _ -> "mail";
            case Command.Rcpt _ -> "rcpt";
            case Command.Data _ -> "data";
            case Command.Header _ -> "header";
            case Command.EndOfHeaders _ -> "eoh";
            case Command.Body _ -> "body";
            case Command.EndOfMessage _ -> "eom";
            case Command.Unknown _ -> "unknown";
            case Command.Macros _, Command.Abort _, Command.Quit _, Command.QuitNewConnection _ -> "";
        };
    }

    private static String subject(Command command) {
        return switch (command) {
            case Command.Connect connect -> connect.host().latin1();
            case Command.Helo helo -> helo.name().latin1();
            case Command.Mail mail -> mail.sender().latin1();
            case Command.Rcpt rcpt -> rcpt.recipient().latin1();
            case Command.Header header -> header.name().latin1();
            case Command.Unknown unknown -> unknown.line().latin1();
            case Command.Negotiate _,
                    Command.Data _,
                    Command.EndOfHeaders _,
                    Command.Body _,
                    Command.EndOfMessage _,
                    Command.Macros _,
                    Command.Abort _,
                    Command.Quit _,
                    Command.QuitNewConnection _ -> "";
        };
    }
}
