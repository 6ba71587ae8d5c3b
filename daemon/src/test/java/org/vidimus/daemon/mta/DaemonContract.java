package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.SocketFileMode;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.pipeline.PipelineSettings;

/// What the whole daemon must do behind a real MTA; the tests of contrib-postfix and contrib-sendmail inherit
/// it.
public abstract class DaemonContract {
    /// The name of the MTA in the rigs, and of ours by default.
    private static final String ID = "mx.example.com";

    private static final String STAMP = "Authentication-Results: " + ID + "; none\r\n";

    private static final String HEADER = """
            From: Ann <a@example.com>\r
            To: b@example.org\r
            Subject:  two spaces\r
            Date: Mon, 23 Nov 2026 10:00:00 +0000\r
            Message-ID: <1@example.com>\r
            X-Folded: one\r
             two\r
            \tthree\r
            X-8bit: caf\u00e9\r
            X-Empty:\r
            """;

    /// Fields that pretend to be ours, each in another disguise (RFC 8601 §5).
    private static final List<String> FORGED = List.of(
            "Authentication-Results: mx.example.com; dmarc=pass",
            "AUTHENTICATION-RESULTS: MX.Example.COM; dkim=pass",
            "Authentication-Results: (mx.example.net) mx.example.com 1; spf=pass",
            "Authentication-Results:\r\n \"mx.example.com\"; spf=pass",
            "authentication-results: mx.example.com(x(y)) 1 ; none",
            "Authentication-Results: mx.example.com");

    private static final String HONEST = "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=x\r\n";

    @TempDir
    Path folder;

    /// Starts the MTA.
    protected abstract RealMta start(MtaSettings settings) throws IOException;

    private static Wiring daemon(MilterSocket socket) throws Exception {
        return Wiring.start(new Settings(
                new ServerSettings(
                        List.of(socket),
                        SocketFileMode.ofOctal("0666", Optional.empty()).orElseThrow(),
                        ServerSettings.Limits.DEFAULT),
                DnsSettings.DEFAULT,
                Budgets.DEFAULT,
                PipelineSettings.DEFAULT,
                LogSettings.DEFAULTS));
    }

    private static Wiring daemon() throws Exception {
        return daemon(new MilterSocket.Inet("127.0.0.1", 0));
    }

    /// The socket as both MTAs' rigs take it.
    private static String socket(Wiring daemon) {
        return switch (daemon.sockets().getFirst()) {
            case MilterSocket.Inet(String host, int port) -> "inet:" + host + ":" + port;
            case MilterSocket.Unix(Path path) -> "unix:" + path;
        };
    }

    private static Delivery sent(SmtpDialogue client, SmtpSink sink, String message, int count) throws IOException {
        SmtpAnswer answer = client.mail("a@example.com", message, "b@example.org");
        assertEquals(250, answer.code(), answer::toString);
        return sink.await(count).getLast();
    }

    /// What the client sent, as it must come out: between the MTA's own Received and the body.
    private static String afterReceived(Delivery delivery) {
        return delivery.text().substring(delivery.text().indexOf("\r\nFrom: ") + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inet", "unix"})
    void stampsEachMessageOnTopAndLeavesTheRestAsItWas(String kind) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        MilterSocket listen = kind.equals("unix")
                ? new MilterSocket.Unix(folder.resolve("milter.sock"))
                : new MilterSocket.Inet("127.0.0.1", 0);
        try (SmtpSink sink = new SmtpSink();
                Wiring daemon = daemon(listen);
                RealMta mta = start(relayingTo(sink).milter(socket(daemon)));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            for (int message = 1; message <= 3; message++) {
                String body = "\r\nmessage " + message + "\r\n";
                Delivery delivery = sent(client, sink, HEADER + body, message);
                assertTrue(delivery.text().startsWith(STAMP + "Received: "), delivery.text());
                assertEquals(HEADER + body, afterReceived(delivery));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 20})
    void removesEveryForgedFieldAndNoOther(int count) throws Exception {
        StringBuilder forged = new StringBuilder();
        for (int i = 0; i < count; i++) {
            forged.append(FORGED.get(i % FORGED.size())).append("\r\n").append(i == count / 2 ? HONEST : "");
        }
        try (SmtpSink sink = new SmtpSink();
                Wiring daemon = daemon();
                RealMta mta = start(relayingTo(sink).milter(socket(daemon)));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            Delivery delivery = sent(client, sink, HEADER + forged + "X-Last: y\r\n\r\nbody\r\n", 1);
            assertTrue(delivery.text().startsWith(STAMP + "Received: "), delivery.text());
            assertEquals(HEADER + HONEST + "X-Last: y\r\n\r\nbody\r\n", afterReceived(delivery));
        }
    }

    @Test
    void aConfiguredNameIsUsedInPlaceOfTheMtas() throws Exception {
        Settings settings = new Settings(
                ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                DnsSettings.DEFAULT,
                Budgets.DEFAULT,
                PipelineSettings.of(new AuthservId("auth.example.net")),
                LogSettings.DEFAULTS);
        String other = "Authentication-Results: " + ID + "; none\r\n";
        try (SmtpSink sink = new SmtpSink();
                Wiring daemon = Wiring.start(settings);
                RealMta mta = start(relayingTo(sink).milter(socket(daemon)));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            Delivery delivery = sent(client, sink, HEADER + other + "\r\nbody\r\n", 1);
            assertTrue(delivery.text().startsWith("Authentication-Results: auth.example.net; none\r\n"));
            assertEquals(HEADER + other + "\r\nbody\r\n", afterReceived(delivery));
        }
    }

    @Test
    void aLargeBodyPassesUnchanged() throws Exception {
        String body = Stream.generate(() -> "0123456789".repeat(7) + "\r\n")
                .limit(140_000)
                .collect(Collectors.joining());
        try (SmtpSink sink = new SmtpSink();
                Wiring daemon = daemon();
                RealMta mta = start(relayingTo(sink).milter(socket(daemon)));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            Delivery delivery = sent(client, sink, HEADER + "\r\n" + body, 1);
            assertTrue(delivery.text().startsWith(STAMP));
            assertTrue(delivery.text().endsWith("\r\n\r\n" + body));
        }
    }

    @Test
    void whileItIsDownMailIsRefusedForNowAndTakenAgainAfterwards() throws Exception {
        try (SmtpSink sink = new SmtpSink()) {
            Wiring first = daemon();
            MilterSocket socket = first.sockets().getFirst();
            try (RealMta mta = start(relayingTo(sink).milter(socket(first)))) {
                first.close();
                try (SmtpDialogue client = mta.connect()) {
                    client.ehlo("client.example.org");
                    SmtpAnswer answer = client.mail("a@example.com", HEADER + "\r\nbody\r\n", "b@example.org");
                    assertEquals(4, answer.code() / 100, answer::toString);
                }
                try (Wiring second = daemon(socket);
                        SmtpDialogue client = mta.connect()) {
                    assertEquals(socket, second.sockets().getFirst());
                    client.ehlo("client.example.org");
                    assertTrue(sent(client, sink, HEADER + "\r\nbody\r\n", 1)
                            .text()
                            .startsWith(STAMP));
                }
            }
        }
    }
}
