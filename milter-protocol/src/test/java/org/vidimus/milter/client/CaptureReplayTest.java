package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.WireLog;

/// The client, told of the SMTP events behind a recording of the real Postfix or Sendmail and given the
/// recorded replies, sends the recorded frames: macros with their order and their empty lists, aborts, and all.
class CaptureReplayTest {
    private static Transport transport;

    @BeforeAll
    static void open() {
        transport = Transport.open(1);
    }

    @AfterAll
    static void close() {
        transport.close();
    }

    /// A recorded connection.
    record Recording(String name, List<Frame> mta, List<List<Frame>> replies) {
        MtaProfile profile() {
            return name.startsWith("pf-") ? MtaProfile.POSTFIX : MtaProfile.SENDMAIL;
        }

        boolean quits() {
            return mta.getLast().code() == 'Q';
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recording> recordings() {
        return Captures.folders().flatMap(CaptureReplayTest::read);
    }

    private static Stream<Recording> read(Path folder) {
        List<Recording> recordings = new ArrayList<>();
        int connection = 0;
        for (WireLog.Line line : WireLog.parse(Captures.lines(folder.resolve("wire.log")))) {
            switch (line) {
                case WireLog.FromMta(int number, Frame frame) -> {
                    if (number > connection) {
                        connection = number;
                    }
                    while (recordings.size() < number) {
                        recordings.add(new Recording(
                                folder.getFileName() + "[" + (recordings.size() + 1) + "]",
                                new ArrayList<>(),
                                new ArrayList<>()));
                    }
                    recordings.get(number - 1).mta().add(frame);
                    recordings.get(number - 1).replies().add(new ArrayList<>());
                    connection = number;
                }
                case WireLog.FromFilter(Frame frame) ->
                    recordings.get(connection - 1).replies().getLast().add(frame);
            }
        }
        return recordings.stream();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void sendsWhatTheMtaSent(Recording recording) throws Exception {
        Iterator<List<Frame>> replies = recording.replies().iterator();
        ScriptedFilter.Script script = (_, wire) -> {
            for (Frame reply : replies.hasNext() ? replies.next() : List.<Frame>of()) {
                wire.frame((char) reply.code(), reply.payload().latin1());
            }
        };
        try (ScriptedFilter filter = new ScriptedFilter(transport, script)) {
            MilterClient client = new MilterClient(
                    transport, FilterSettings.of(filter.socket()), Mta.of(recording.profile(), "mx.example.com"));
            try (ClientSession session = client.open()) {
                play(recording, session);
            }
            assertEquals(describe(recording.mta()), describe(filter.frames()));
        }
    }

    private static void play(Recording recording, ClientSession session) throws InterruptedException {
        List<Command> commands = recording.mta().stream()
                .map(frame -> switch (Command.decode(frame)) {
                    case Decoded.Ok<Command>(Command command) -> command;
                    case Decoded.Malformed<Command>(String why) -> throw new AssertionError(why);
                })
                .toList();
        boolean raw = session.agreement()
                .map(agreed -> agreed.has(Step.HEADER_LEADING_SPACE))
                .orElse(false);
        boolean postfix = recording.profile() == MtaProfile.POSTFIX;
        boolean expectsAbort = false;
        boolean greeted = false;
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            boolean beforeQuit = i + 1 < commands.size() && commands.get(i + 1) instanceof Command.Quit;
            switch (command) {
                case Command.Negotiate _ -> {}
                case Command.Macros macros -> setMacros(session, macros);
                case Command.Connect connect -> {
                    if (postfix && connect.port() == 0) {
                        session.connectLocal();
                    } else {
                        session.connect(connect);
                    }
                }
                case Command.Helo(Bytes name) -> {
                    session.helo(name);
                    expectsAbort = postfix && greeted;
                    greeted = true;
                }
                case Command.Mail(Bytes sender, List<Bytes> parameters) -> session.mail(sender, parameters);
                case Command.Rcpt(Bytes recipient, List<Bytes> parameters) -> {
                    MilterResponse response = session.rcpt(recipient, parameters);
                    expectsAbort = !postfix && response instanceof MilterResponse.Discard;
                }
                case Command.Data _ -> session.data();
                case Command.Header(Bytes name, Bytes value) ->
                    session.header(name, raw || startsWithTab(value) ? value : Bytes.latin1(" " + value.latin1()));
                case Command.EndOfHeaders _ -> session.endOfHeaders();
                case Command.Body(Bytes chunk) -> session.body(chunk);
                case Command.EndOfMessage _ -> {
                    session.endOfMessage();
                    expectsAbort = postfix;
                }
                case Command.Abort _ -> {
                    if (expectsAbort || postfix && beforeQuit) {
                        expectsAbort = false;
                    } else {
                        session.abort();
                    }
                }
                case Command.Quit _ -> session.quit();
                case Command.QuitNewConnection _ -> session.quitNewConnection();
                case Command.Unknown(Bytes line) -> session.unknown(line);
            }
        }
    }

    private static boolean startsWithTab(Bytes value) {
        return value.indexOf('\t', 0) == 0;
    }

    /// Makes the recorded values known, and no others, so that what is sent shows which macros are sent in what
    /// order.
    private static void setMacros(ClientSession session, Command.Macros macros) {
        for (String name : List.of("i", "mail_host", "mail_mailer", "rcpt_host", "rcpt_mailer", "msg_id")) {
            session.macros().withhold(name);
        }
        macros.macros()
                .forEach(macro ->
                        session.macros().set(macro.plainName(), macro.value().utf8()));
    }

    private static List<String> describe(List<Frame> frames) {
        return frames.stream().map(Frame::toString).toList();
    }

    @Test
    void thereAreRecordings() {
        assertTrue(Captures.folders().count() > 40);
    }
}
