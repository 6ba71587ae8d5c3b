package org.vidimus.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.WireLog;

/// The two tools against each other and against filters that do one thing.
class ProbeTest {
    private static final MilterSocket ANY_PORT = new MilterSocket.Inet("127.0.0.1", 0);
    private static final Bytes MESSAGE = Bytes.utf8("Subject: hi\nX-Odd: \u001b[31m\n\nbody\n");
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    @Test
    void traceShowsEveryCommandWithItsAnswer() throws Exception {
        var shown = new Screen();
        try (TraceFilter trace = TraceFilter.start(List.of(ANY_PORT), shown);
                var sender = new MessageSender(submission(), trace.sockets(), NOON)) {
            assertInstanceOf(MilterResponse.Continue.class, sender.send(MESSAGE).verdict());
            assertTrue(shown.ended.await(20, TimeUnit.SECONDS), () -> shown.lines.toString());
        }
        List<String> lines = shown.lines.stream()
                .filter(line -> !line.contains("MACROS for") && !line.contains(" from 127.0.0.1"))
                .toList();
        assertEquals(
                List.of(
                        "[1] NEGOTIATE version 6, actions 0x1ff, protocol 0x1fffff",
                        "[1]     version 6, actions 0x0, protocol 0x100c00",
                        "[1] CONNECT from client.example.org, inet 192.0.2.1 port 52100",
                        "[1]     continue",
                        "[1] HELO client.example.org",
                        "[1]     continue",
                        "[1] MAIL <a@example.org>",
                        "[1]     continue",
                        "[1] RCPT <b@example.com>",
                        "[1]     continue",
                        "[1] RCPT <c@example.com>",
                        "[1]     continue",
                        "[1] DATA",
                        "[1]     continue",
                        "[1] HEADER Subject: hi",
                        "[1]     continue",
                        "[1] HEADER X-Odd: \\x1b[31m",
                        "[1]     continue",
                        "[1] END OF HEADERS",
                        "[1]     continue",
                        "[1] BODY 6 octets: body\\r\\n",
                        "[1]     continue",
                        "[1] END OF MESSAGE",
                        "[1]     continue",
                        "[1] ABORT",
                        "[1] ABORT",
                        "[1] QUIT",
                        "[1] closing"),
                lines);
        assertTrue(
                shown.lines.stream().anyMatch(line -> line.startsWith("[1] MACROS for C: j=mx.example.com ")),
                shown.lines.toString());
    }

    @Test
    void aRecordingHoldsEveryFrame() throws Exception {
        var shown = new Screen();
        try (TraceFilter trace = TraceFilter.start(List.of(ANY_PORT), shown);
                var sender = new MessageSender(submission(), trace.sockets(), NOON)) {
            sender.send(MESSAGE);
            assertTrue(shown.ended.await(20, TimeUnit.SECONDS), () -> shown.lines.toString());
        }
        List<WireLog.Line> played =
                WireLog.parse(shown.frames.stream().map(WireLog::format).toList());
        assertEquals(shown.frames, played);
        List<Command> commands = played.stream()
                .filter(line -> line instanceof WireLog.FromMta)
                .map(line -> assertInstanceOf(Decoded.Ok.class, Command.decode(line.frame())))
                .map(decoded -> assertInstanceOf(Command.class, decoded.value()))
                .toList();
        assertInstanceOf(Command.Negotiate.class, commands.getFirst());
        assertInstanceOf(Command.Quit.class, commands.getLast());
    }

    @Test
    void everyEditIsShownAndApplied() throws Exception {
        var filter = anything()
                .onEndOfMessage(_ -> Outcome.edited(List.of(
                        new Edit.ReplaceHeader(1, Bytes.utf8("Subject"), Bytes.utf8(" new")),
                        new Edit.DeleteHeader(1, Bytes.utf8("X-Odd")),
                        new Edit.InsertHeader(0, Bytes.utf8("X-Top"), Bytes.utf8(" 1")),
                        new Edit.AddHeader(Bytes.utf8("X-End"), Bytes.utf8(" 2")),
                        new Edit.ReplaceBody(Bytes.utf8("other\r\n")),
                        new Edit.AddRecipient(Bytes.utf8("d@example.com"), List.of()),
                        new Edit.DeleteRecipient(Bytes.utf8("<c@example.com>")),
                        new Edit.ChangeSender(Bytes.utf8("new@example.org"), List.of()),
                        new Edit.Quarantine("odd"))))
                .uses(Action.values())
                .build();
        assertEquals(
                List.of(
                        "message m",
                        "filter SOCKET",
                        "  change header no. 1 Subject: new",
                        "  delete header X-Odd no. 1",
                        "  insert header at 0 X-Top: 1",
                        "  add header X-End: 2",
                        "  replace body 7 octets: other\\r\\n",
                        "  add recipient <d@example.com>",
                        "  delete recipient <c@example.com>",
                        "  change sender <new@example.org>",
                        "  quarantine odd",
                        "verdict continue",
                        "from <new@example.org>",
                        "to <b@example.com>",
                        "to <d@example.com>",
                        "held odd",
                        "",
                        "X-Top: 1",
                        "Received: from client.example.org (client.example.org [192.0.2.1])",
                        "\tby mx.example.com (Postfix) with ESMTP id VIDIMUS000001;",
                        "\tMon, 23 Nov 2026 12:00:00 GMT",
                        "Subject: new",
                        "X-End: 2",
                        "",
                        "other"),
                shown(filter));
    }

    @Test
    void refusalsAreShownWhereTheyFell() throws Exception {
        var refusal = new SessionVerdict.Refuse(SmtpReply.of(550, "5.7.1", "not \"you\""));
        assertEquals(
                List.of(
                        "message m",
                        "filter SOCKET",
                        "  MAIL: reject: 550 5.7.1 not \"you\"",
                        "verdict reject: 550 5.7.1 not \"you\""),
                shown(anything().onMail(Mode.ANSWER, (_, _) -> refusal).build()));
        List<String> oneRecipient = shown(anything()
                .onRcpt(
                        Mode.ANSWER,
                        (_, rcpt) -> rcpt.recipient().equals(Bytes.utf8("<b@example.com>"))
                                ? Verdict.TEMPFAIL
                                : Verdict.CONTINUE)
                .build());
        assertEquals(
                List.of(
                        "  RCPT <b@example.com>: tempfail: 451 4.7.1 Service unavailable - try again later",
                        "verdict continue",
                        "from <a@example.org>",
                        "to <c@example.com>"),
                oneRecipient.subList(2, 6));
        assertEquals(
                "verdict reject: 554 5.5.1 No valid recipients",
                shown(anything().onRcpt(Mode.ANSWER, (_, _) -> Verdict.REJECT).build())
                        .getLast());
        assertEquals(
                "verdict discard",
                shown(anything()
                                .onEndOfMessage(_ -> Outcome.of(Verdict.DISCARD))
                                .build())
                        .getLast());
    }

    @Test
    void aFilterThatIsNotThereIsAnError() throws Exception {
        MilterSocket nobody;
        try (Transport transport = Transport.open(1);
                MilterServer server = serve(transport, anything().build())) {
            nobody = server.sockets().getFirst();
        }
        Sent sent = send(List.of(nobody), MESSAGE);
        assertEquals(false, sent.handled());
        assertTrue(SentText.lines("m", sent).getLast().startsWith("verdict failed: cannot connect to " + nobody));
        String json = SentText.json("m", sent);
        assertTrue(
                json.startsWith("{\"message\":\"m\",\"handled\":false,\"verdict\":\"failed\",\"why\":\"cannot connect"),
                json);
    }

    @Test
    void manyMessagesAreCountedAndTimed() throws Exception {
        try (Transport transport = Transport.open(1);
                MilterServer server = serve(transport, anything().build());
                var sender = new MessageSender(submission(), server.sockets(), NOON)) {
            Load load = new LoadRun(sender, List.of(MESSAGE, MESSAGE), 30).run(4);
            assertEquals(30, load.messages());
            assertEquals(0, load.errors());
            assertEquals(Map.of("continue", 30), load.verdicts());
            assertTrue(load.median().isPositive());
            assertTrue(load.median().compareTo(load.most()) <= 0);
            assertTrue(load.most().compareTo(load.longest()) <= 0);
            assertTrue(load.json().startsWith("{\"messages\":30,\"errors\":0,\"seconds\":"), load.json());
            assertEquals("verdicts continue 30", load.lines().get(3));
        }
    }

    private static Filter.Builder<FilterContext, FilterContext> anything() {
        return Filter.of(context -> context, context -> context);
    }

    private static MilterServer serve(Transport transport, Filter<?, ?> filter) throws Exception {
        return MilterServer.start(transport, () -> filter, ServerSettings.of(ANY_PORT), ServerEvents.logging());
    }

    /// What is shown of a message that `filter` was asked about.
    private static List<String> shown(Filter<?, ?> filter) throws Exception {
        try (Transport transport = Transport.open(1);
                MilterServer server = serve(transport, filter)) {
            MilterSocket socket = server.sockets().getFirst();
            return SentText.lines("m", send(List.of(socket), MESSAGE)).stream()
                    .map(line -> line.replace(socket.toString(), "SOCKET"))
                    .toList();
        }
    }

    private static Sent send(List<MilterSocket> sockets, Bytes message) throws InterruptedException {
        try (var sender = new MessageSender(submission(), sockets, NOON)) {
            return sender.send(message);
        }
    }

    private static Submission submission() {
        return new Submission(
                MtaProfile.POSTFIX,
                "mx.example.com",
                "client.example.org",
                InetAddress.ofLiteral("192.0.2.1"),
                "client.example.org",
                Bytes.utf8("<a@example.org>"),
                List.of(Bytes.utf8("<b@example.com>"), Bytes.utf8("<c@example.com>")),
                Map.of());
    }

    private static final class Screen implements TraceFilter.Output {
        private final List<String> lines = new ArrayList<>();
        private final List<WireLog.Line> frames = new ArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void line(String text) {
            lines.add(text);
            if (text.equals("[1] closing")) {
                ended.countDown();
            }
        }

        @Override
        public void frame(WireLog.Line line) {
            frames.add(line);
        }
    }
}
