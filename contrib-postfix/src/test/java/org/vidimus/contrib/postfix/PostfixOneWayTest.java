package org.vidimus.contrib.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;

/// Which mail passes the filter when only one direction shall, by the shipped fragments.
@Tag("mta")
class PostfixOneWayTest {
    private static final String STAMP = "X-Passed: yes\r\n";

    private static Filter<FilterContext, FilterContext> stamping() {
        return Filter.<FilterContext, FilterContext>of(context -> context, context -> context)
                .onEndOfMessage(_ -> Outcome.edited(
                        List.of(new Edit.InsertHeader(0, Bytes.latin1("X-Passed"), Bytes.latin1(" yes")))))
                .uses(Action.ADD_HEADERS)
                .build();
    }

    private static MtaSettings with(MtaSettings settings, String fragment, int submission) throws IOException {
        MtaSettings more = settings;
        for (String line : Files.readAllLines(Path.of("etc", fragment))) {
            more = line.startsWith("#") ? more : more.config(line);
        }
        String options = fragment.startsWith("in") ? "-o smtpd_milters=" : "-o smtpd_milters=$vidimus";
        return more.service("127.0.0.1:%d inet n - n - - smtpd %s".formatted(submission, options));
    }

    /// Whether the filter saw mail by SMTP, mail that was submitted, mail of `sendmail(1)` and a bounce.
    private static List<Boolean> passed(String fragment) throws Exception {
        int submission = RealMta.freePort();
        try (Transport transport = Transport.open(1);
                MilterServer filter = MilterServer.start(
                        transport,
                        PostfixOneWayTest::stamping,
                        ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                        ServerEvents.logging());
                SmtpSink sink = new SmtpSink();
                RealMta mta = PostfixMta.start(with(
                        relayingTo(sink)
                                .milter("inet:127.0.0.1:" + port(filter))
                                .config("transport_maps = inline:{{nowhere.example=error:5.1.1 no such user}}"),
                        fragment,
                        submission));
                SmtpDialogue outside = mta.connect();
                SmtpDialogue user = mta.connectTo(submission)) {
            outside.ehlo("client.example.org");
            user.ehlo("client.example.org");
            String message = "From: a@example.com\r\nSubject: %s\r\n\r\nbody\r\n";
            assertEquals(
                    250,
                    outside.mail("a@example.com", message.formatted("smtp"), "b@example.org")
                            .code());
            assertEquals(
                    250,
                    user.mail("a@example.com", message.formatted("submitted"), "b@example.org")
                            .code());
            String text = "Subject: %s\n\nbody\n";
            mta.exec(text.formatted("local"), "sendmail", "-f", "a@example.com", "b@example.org");
            mta.exec(text.formatted("lost"), "sendmail", "-f", "a@example.com", "b@nowhere.example");
            List<String> arrived =
                    sink.await(4).stream().map(delivery -> delivery.text()).toList();
            return List.of("smtp", "submitted", "local", "lost").stream()
                    .map(subject -> arrived.stream()
                            .filter(mail -> mail.contains("\r\nSubject: " + subject + "\r\n"))
                            .anyMatch(mail -> mail.startsWith(STAMP)))
                    .toList();
        }
    }

    private static int port(MilterServer filter) {
        return filter.sockets().getFirst() instanceof MilterSocket.Inet inet ? inet.port() : 0;
    }

    @Test
    void inboundOnly() throws Exception {
        assertEquals(List.of(true, false, false, false), passed("inbound.cf"));
    }

    @Test
    void outboundOnly() throws Exception {
        assertEquals(List.of(false, true, true, true), passed("outbound.cf"));
    }
}
