package org.vidimus.daemon.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.logging.Logging;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.daemon.metrics.SimpleClientRegistry;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.NameServer;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;

/// The daemon from its settings to the message that would be delivered, over real sockets.
class WiringTest {
    private static final String FORGED = """
            From: a@example.org
            Authentication-Results: mx.example.com; spf=pass
            Subject: hello
            Authentication-Results: elsewhere.example; spf=pass
            authentication-results: MX.EXAMPLE.COM (fine) 1; dkim=pass

            body
            """;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void startLogging() {
        Logging.start(LogSettings.DEFAULTS, log);
    }

    @AfterEach
    void stopLogging() {
        Logging.stop();
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void forgedResultsAreReplacedByOurs(MtaProfile profile) throws Exception {
        try (Wiring wiring = Wiring.start(settings("milter.listen = [\"inet:0@127.0.0.1\"]"))) {
            Sent sent = send(profile, wiring.sockets(), FORGED);
            assertInstanceOf(MilterResponse.Continue.class, sent.verdict());
            List<String> lines = delivered(sent);
            assertEquals("Authentication-Results: mx.example.com; none", lines.getFirst());
            assertTrue(lines.get(1).startsWith("Received:"), lines.get(1)); // above the MTA's own trace
            assertEquals(
                    List.of(
                            "From: a@example.org",
                            "Subject: hello",
                            "Authentication-Results: elsewhere.example; spf=pass",
                            "",
                            "body"),
                    lines.subList(4, lines.size()));
            assertEquals(List.of(), sent.filters().getFirst().remarks());
        }
        String line = logged("INFO  message ");
        assertTrue(
                line.contains(" queue-id=VIDIMUS000001 client=192.0.2.1 helo=client.example.org"
                        + " from=<a@example.org> rcpts=2 verdict=accept edits=remove:"),
                line);
    }

    @Test
    @Spec({"ARC-10", "ARC-16"})
    void mailIsSealedWhereAskedAndBrokenKeysSealNothing(@TempDir Path folder) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        Path key = Files.createFile(
                folder.resolve("key.pem"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String encoded = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
        String file = """
                milter.listen = ["inet:0@127.0.0.1"]
                [[arc.seal]]
                mail = "anywhere"
                domain = "a.example"
                selector = "s"
                file = "%s"
                """;

        try (Wiring wiring = Wiring.start(settings(file.formatted(key)))) {
            List<String> lines = delivered(send(MtaProfile.POSTFIX, wiring.sockets(), FORGED));
            assertTrue(lines.getFirst().startsWith("ARC-Seal: i=1; a=rsa-sha256; "), lines.getFirst());
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.startsWith("ARC-Authentication-Results: i=1; mx.example.com;")),
                    lines::toString);
        }
        assertTrue(
                logged("INFO  message ").contains(" sealed=\"a.example:s:i=1:cv=none\""),
                log.toString(StandardCharsets.UTF_8));
        try (Wiring wiring = Wiring.start(settings(file.formatted(folder.resolve("none.pem"))))) {
            List<String> lines = delivered(send(MtaProfile.POSTFIX, wiring.sockets(), FORGED));
            assertTrue(lines.getFirst().startsWith("Authentication-Results:"), lines.getFirst());
        }
        assertTrue(
                logged("WARN").contains("nothing is sealed for a.example with it"),
                log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aConfiguredNameStandsBeforeTheMtasOwn() throws Exception {
        try (Wiring wiring = Wiring.start(settings("""
                milter.listen = ["inet:0@127.0.0.1"]
                verify.authserv-id = "elsewhere.example"
                """))) {
            List<String> lines = delivered(send(MtaProfile.POSTFIX, wiring.sockets(), FORGED));
            assertEquals("Authentication-Results: elsewhere.example; none", lines.getFirst());
            assertTrue(lines.contains("Authentication-Results: mx.example.com; spf=pass"));
            assertFalse(lines.contains("Authentication-Results: elsewhere.example; spf=pass"));
        }
    }

    @Test
    @Spec({"RFC 7489 §3.2", "DM-27"})
    void saysHowOldThePublicSuffixListIs(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("list"), "// VERSION: 2026-08-19_07-21-40_UTC\ncom\nco.uk\n");
        Wiring.start(settings("""
                        milter.listen = ["inet:0@127.0.0.1"]
                        dmarc.mode = "psl"
                        dmarc.public-suffix-list = "%s"
                        """.formatted(list))).close();
        logged("INFO  public suffix list mode=psl rules=2 dated=2026-08-19T07:21:40Z");
    }

    @Test
    void severalSocketsServeOneFilter(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("milter.sock");
        try (Wiring wiring = Wiring.start(settings("""
                [milter]
                listen = ["inet:127.0.0.1:0", "inet6:0@[::1]", "unix:%s"]
                socket-mode = "0600"
                """.formatted(file)))) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            for (MilterSocket socket : wiring.sockets()) {
                Sent sent = send(MtaProfile.POSTFIX, List.of(socket), FORGED);
                assertEquals(
                        "Authentication-Results: mx.example.com; none",
                        delivered(sent).getFirst(),
                        socket.toString());
                logged("INFO  listening socket=" + socket);
            }
        }
        assertFalse(Files.exists(file));
        logged("INFO  stopped");
    }

    @Test
    void aChainOfTwoLeavesOneField() throws Exception {
        try (Wiring wiring = Wiring.start(settings("milter.listen = [\"inet:0@127.0.0.1\", \"inet:0@127.0.0.1\"]"))) {
            List<String> lines = delivered(send(MtaProfile.POSTFIX, wiring.sockets(), FORGED));
            assertEquals(
                    1, lines.stream().filter(line -> line.contains("; none")).count());
        }
    }

    @Test
    void hostileEnvelopesAreOneEscapedLogLine() throws Exception {
        try (Wiring wiring = Wiring.start(settings("milter.listen = [\"inet:0@127.0.0.1\"]"))) {
            Submission hostile = new Submission(
                    MtaProfile.POSTFIX,
                    "mx.example.com",
                    "client",
                    InetAddress.ofLiteral("2001:db8::1"),
                    "a\r\nINFO  forged \u001b[31m",
                    Bytes.latin1("<\u00ff\"@x>"),
                    List.of(Bytes.utf8("<b@example.com>")),
                    Map.of());
            try (var sender = new MessageSender(hostile, wiring.sockets(), InstantSource.system())) {
                assertTrue(sender.send(Bytes.utf8(FORGED)).handled());
            }
        }
        String line = logged("INFO  message ");
        assertTrue(
                line.contains(" client=2001:db8:0:0:0:0:0:1 helo=\"a\\r\\nINFO  forged \\x1b[31m\""
                        + " from=\"<\\xff\\\"@x>\" rcpts=1 "),
                line);
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    @Spec({"RFC 9989 §7.4", "RFC 8601 §5", "AR-8"})
    void mailFromOutsideIsVerifiedAndHeldIfItFails(MtaProfile profile) throws Exception {
        ZoneResolver zone = ZoneResolver.of(
                "example.org. TXT \"v=spf1 ip4:198.51.100.1 -all\"",
                "_dmarc.example.org. TXT \"v=DMARC1; p=reject\"",
                "client.example.org. A 192.0.2.1",
                "1.2.0.192.in-addr.arpa. PTR client.example.org.");
        try (NameServer dns = NameServer.serve(zone);
                Wiring wiring = Wiring.start(verifying("""
                        dns.servers = ["%s"]
                        milter.listen = ["inet:0@127.0.0.1"]
                        """.formatted(dns.address())))) {
            Sent sent = send(profile, wiring.sockets(), FORGED);
            assertInstanceOf(MilterResponse.Continue.class, sent.verdict());
            String delivered = String.join("\n", delivered(sent));
            assertTrue(delivered.startsWith("""
                            Authentication-Results: mx.example.com;
                            \tspf=fail (-all forbids the client) smtp.mailfrom=example.org;"""), delivered);
            assertTrue(delivered.contains("header.from=example.org policy.dmarc=quarantine\nReceived:"), delivered);
            assertEquals(
                    Optional.of(Bytes.utf8("DMARC: this mail fails the policy of example.org")),
                    sent.mail().held());
        }
        String line = logged("INFO  message ");
        assertTrue(line.contains(" verdict=quarantine "), line);
        assertTrue(line.contains(" spf=fail:example.org "), line);
        assertTrue(
                line.contains(" iprev=pass:client.example.org dkim=none dmarc=fail:example.org policy=reject "), line);
        assertTrue(
                line.endsWith(" why=\"dmarc=fail (p=reject), applied: quarantine; local_policy: at most quarantine\""),
                line);
    }

    @Test
    @Spec({"RFC 9989 §7.2", "DM-20"})
    void mailThatIsRefusedGetsAReplyWithTheRightCodes() throws Exception {
        ZoneResolver zone = ZoneResolver.of("_dmarc.example.org. TXT \"v=DMARC1; p=reject\"");
        try (NameServer dns = NameServer.serve(zone);
                Wiring wiring = Wiring.start(verifying("""
                        dns.servers = ["%s"]
                        milter.listen = ["inet:0@127.0.0.1"]
                        dmarc.on-fail = "reject"
                        """.formatted(dns.address())))) {
            Sent sent = send(MtaProfile.POSTFIX, wiring.sockets(), FORGED);
            assertTrue(
                    sent.verdict().toString().contains("550 5.7.1 DMARC: this mail fails the policy of example.org"),
                    sent.verdict().toString());
        }
    }

    @Test
    @Spec("RFC 6376 §6.3")
    void aFailureOfOurOwnPutsTheMessageOff() throws Exception {
        Pipeline broken = new Pipeline(
                PipelineSettings.DEFAULT,
                Budgets.DEFAULT,
                (_, _) -> {
                    throw new ArithmeticException("a mistake");
                },
                InstantSource.system(),
                System::nanoTime,
                Thread::startVirtualThread);
        try (Transport transport = Transport.open(1);
                MilterServer server = MilterServer.start(
                        transport,
                        () -> MilterAdapter.filter(broken, new MailMetrics(new SimpleClientRegistry(), "0")),
                        ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                        ServerEvents.logging())) {
            Sent sent = send(MtaProfile.POSTFIX, server.sockets(), FORGED);
            assertInstanceOf(MilterResponse.Tempfail.class, sent.verdict());
        }
    }

    @Test
    void aSocketThatCannotBeHadIsNamedAndNothingIsLeftOpen(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("milter.sock");
        try (Wiring first = Wiring.start(settings("milter.listen = [\"inet:0@127.0.0.1\"]"))) {
            String taken = first.sockets().getFirst().toString();
            Settings both = settings("milter.listen = [\"unix:" + file + "\", \"" + taken + "\"]");
            IOException refused = assertThrows(IOException.class, () -> Wiring.start(both));
            assertEquals("cannot listen on " + taken + ": Address already in use", refused.getMessage());
            assertFalse(Files.exists(file));
        }
    }

    /// Settings under which the client of these tests is from inside, so that no DNS is asked.
    private static Settings settings(String toml) {
        return verifying("trust.networks = [\"192.0.2.0/24\"]\n" + toml);
    }

    private static Settings verifying(String toml) {
        return Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", toml, Keys.ROOT))
                .values());
    }

    private static Sent send(MtaProfile profile, List<MilterSocket> sockets, String message)
            throws InterruptedException {
        Submission submission = new Submission(
                profile,
                "mx.example.com",
                "client.example.org",
                InetAddress.ofLiteral("192.0.2.1"),
                "client.example.org",
                Bytes.utf8("<a@example.org>"),
                List.of(Bytes.utf8("<b@example.com>"), Bytes.utf8("<c@example.com>")),
                Map.of());
        try (var sender = new MessageSender(submission, sockets, InstantSource.system())) {
            return sender.send(Bytes.utf8(message));
        }
    }

    private static List<String> delivered(Sent sent) {
        return new String(sent.mail().toOctets(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /// The first log line that holds `text` after its time.
    private String logged(String text) {
        String all = log.toString(StandardCharsets.UTF_8);
        return all.lines()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with " + text + " in\n" + all));
    }
}
