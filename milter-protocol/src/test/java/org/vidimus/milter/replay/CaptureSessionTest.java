package org.vidimus.milter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.outside.Outside;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.WireLog;

/// What real MTAs said is said to our state machine, with a filter that answers as the recorded one did: it is never in
/// an error, shows the filter every event, and says what was said then, but for what our API does not let a filter say.
class CaptureSessionTest {
    static List<Capture> captures() throws IOException {
        return Capture.all(Outside.reference("milter-captures"));
    }

    @ParameterizedTest
    @MethodSource("captures")
    void answersRealMtasAsTheRecordedFilterDid(Capture capture) {
        capture.connections().forEach((number, lines) -> replay(capture.name() + " [" + number + "]", lines));
    }

    private static void replay(String name, List<WireLog.Line> lines) {
        Playback playback = new Playback(lines);
        FilterSession<Playback, Playback> session = new FilterSession<>(
                playback.filter(), 1, "test", "test", (_, event, failure) -> fail(name + ": " + event, failure));
        List<Reply> said = new ArrayList<>();
        List<Command> events = new ArrayList<>();
        for (Command command : playback.commands()) {
            if (isEvent(command)) {
                events.add(command);
            }
            FilterSession.Result result = session.handle(command, said::add);
            assertFalse(result instanceof FilterSession.Broken, name + ": " + command);
        }
        session.end();
        assertEquals(
                events, playback.shown().stream().map(playback::asOnTheWire).toList(), name);
        assertEquals(RecordedReplies.sayable(lines), RecordedReplies.comparable(said), name);
    }

    /// All that the MTA said in one go: the server takes it in order, loses nothing and answers in order.
    @ParameterizedTest
    @MethodSource("captures")
    void answersRealMtasOverASocket(Capture capture) throws IOException, InterruptedException {
        for (List<WireLog.Line> lines : capture.connections().values()) {
            Playback playback = new Playback(lines);
            try (Transport transport = Transport.open(1);
                    MilterServer server = MilterServer.start(
                            transport,
                            playback::filter,
                            ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                            ServerEvents.logging())) {
                int port = ((MilterSocket.Inet) server.sockets().getFirst()).port();
                assertEquals(
                        RecordedReplies.sayable(lines),
                        RecordedReplies.comparable(exchange(port, playback.commands())),
                        capture.name());
            }
        }
    }

    private static List<Reply> exchange(int port, List<Command> commands) throws IOException {
        FrameWriter out = new FrameWriter();
        commands.forEach(command -> command.encodeTo(out));
        // Some sessions ended without.
        new Command.Quit().encodeTo(out);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(out.take());
            List<Reply> replies = new ArrayList<>();
            FrameReader reader = new FrameReader();
            reader.feed(socket.getInputStream().readAllBytes());
            while (reader.next() instanceof FrameReader.Complete(Frame frame)) {
                replies.add(((Decoded.Ok<Reply>) Reply.decode(frame)).value());
            }
            return replies;
        }
    }

    private static boolean isEvent(Command command) {
        return switch (command) {
            case Command.Negotiate _, Command.Macros _, Command.Abort _, Command.Quit _, Command.QuitNewConnection _ ->
                false;
            default -> true;
        };
    }
}
