package org.vidimus.daemon.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.logging.Logging;
import org.vidimus.daemon.metrics.MetricsServer;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.NameServer;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.signer.key.KeyGenerator;
import org.vidimus.signer.key.KeyKind;
import org.vidimus.signer.key.SigningBackend;

/// Signing from the configuration to the message that would be delivered, over real sockets.
class SigningWiringTest {
    private static final String MESSAGE = """
            From: a@example.org
            To: b@example.net
            Subject: hello
            Date: Tue, 24 Nov 2026 00:00:00 +0000
            Message-ID: <1@example.org>

            body
            """;

    private static final Map<String, String> LOGIN = Map.of("auth_authen", "joe", "auth_type", "PLAIN");

    /// A name server that nobody is behind, and no patience with it.
    private static final String OUTSIDE = """
            dns.servers = ["127.0.0.1:1"]
            dns.timeout = "10ms"
            dns.attempts = 1
            """;

    private static final long DEADLINE_NANOS = 20_000_000_000L;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeEach
    void startLogging() {
        Logging.start(LogSettings.DEFAULTS, log);
    }

    @AfterEach
    void stopLogging() {
        Logging.stop();
    }

    private Path key(String name) throws IOException {
        var generator =
                new KeyGenerator(SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.JDK)), new SecureRandom());
        // Put into place whole, as whoever renews a key should.
        Path made = Files.write(
                folder.resolve("new"), generator.generate(KeyKind.ED25519).pem().toArray());
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        return Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private Settings settings(String text) {
        String file = "milter.listen = [\"inet:0@127.0.0.1\"]\nmetrics.listen = \"127.0.0.1:0\"\n" + text;
        return Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", file, Keys.ROOT))
                .values());
    }

    private static String rule(Path key) {
        return "[[sign.rule]]\nfrom = \"example.org\"\n"
                + "keys = [{ domain = \"example.org\", selector = \"e1\", file = \"" + key + "\" }]\n";
    }

    private static List<String> delivered(Wiring wiring, Map<String, String> macros) throws Exception {
        return lines(send(wiring, macros));
    }

    private static Sent send(Wiring wiring, Map<String, String> macros) throws InterruptedException {
        Submission submission = new Submission(
                MtaProfile.POSTFIX,
                "mx.example.com",
                "client.example.org",
                InetAddress.ofLiteral("192.0.2.1"),
                "client.example.org",
                Bytes.utf8("<a@example.org>"),
                List.of(Bytes.utf8("<b@example.net>")),
                macros);
        try (var sender = new MessageSender(submission, wiring.sockets(), InstantSource.system())) {
            return sender.send(Bytes.utf8(MESSAGE));
        }
    }

    private static List<String> lines(Sent sent) {
        return new String(sent.mail().toOctets(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static String metrics(Wiring wiring) throws Exception {
        String at = "http://" + MetricsServer.text(wiring.metrics().orElseThrow()) + "/metrics";
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(at)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private void logged(String text) {
        String all = log.toString(StandardCharsets.UTF_8);
        assertTrue(all.contains(text), "no line with " + text + " in\n" + all);
    }

    /// Waits for something that a thread of the daemon does now and then.
    private static void await(String what, BooleanSupplier done) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.onSpinWait();
        }
    }

    @Test
    @Spec("DKS-10")
    void mailOfWhoLoggedInIsSignedAndCounted() throws Exception {
        try (Wiring wiring = Wiring.start(settings(rule(key("k"))))) {
            List<String> lines = delivered(wiring, LOGIN);
            assertTrue(
                    lines.getFirst().startsWith("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;"),
                    lines.getFirst());
            logged("signed=example.org:e1:ed25519-sha256");
            logged("INFO  signing rule=f:3 from=example.org keys=\"e1._domainkey.example.org ed25519-sha256 256\"");
            String metrics = metrics(wiring);
            assertTrue(metrics.contains("vidimus_signed_total{algorithm=\"ed25519-sha256\",} 1.0\n"), metrics);
            assertTrue(metrics.contains("vidimus_keys{state=\"ready\",} 1.0\n"), metrics);
            assertTrue(metrics.contains("vidimus_messages_total{disposition=\"accept\",} 1.0\n"), metrics);
        }
    }

    @Test
    void mailFromOutsideIsNot() throws Exception {
        try (Wiring wiring = Wiring.start(settings("trust.networks = []\n" + OUTSIDE + rule(key("k"))))) {
            String all = String.join("\n", lines(send(wiring, Map.of())));
            assertFalse(all.contains("DKIM-Signature"), all);
        }
    }

    @Test
    @Spec("SGN-9")
    void aBrokenKeyStopsItsOwnDomainOnly() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken"), "no key\n");
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rw-------"));
        String other = "[[sign.rule]]\nfrom = \"example.com\"\nkeys = [{ domain = \"example.com\", selector = \"x\","
                + " file = \"" + broken + "\" }]\n";
        try (Wiring wiring = Wiring.start(settings(other + rule(key("k"))))) {
            logged("WARN  f:5: " + broken + ": ");
            logged("nothing is signed for example.com with it");
            Map<String, String> login = Map.of("auth_authen", "joe@example.org", "auth_type", "PLAIN");
            assertTrue(delivered(wiring, login).getFirst().startsWith("DKIM-Signature: "));
        }
    }

    @Test
    @Spec("SGN-9")
    void mailOfADomainWithABrokenKeyIsPutOff() throws Exception {
        try (Wiring wiring = Wiring.start(settings(rule(folder.resolve("nowhere"))))) {
            assertInstanceOf(MilterResponse.Tempfail.class, send(wiring, LOGIN).verdict());
            logged("unsigned=broken-key");
            String metrics = metrics(wiring);
            assertTrue(metrics.contains("vidimus_unsigned_total{reason=\"broken-key\",} 1.0\n"), metrics);
            assertTrue(metrics.contains("vidimus_keys{state=\"broken\",} 1.0\n"), metrics);
        }
    }

    @Test
    void aKeyThatIsPutInPlaceIsUsedWithoutARestart() throws Exception {
        try (Wiring wiring = Wiring.start(settings("sign.refresh = \"1s\"\n" + rule(folder.resolve("k"))))) {
            assertInstanceOf(MilterResponse.Tempfail.class, send(wiring, LOGIN).verdict());
            assertEquals(folder.resolve("k"), key("k"));
            await(
                    "the key is not taken up",
                    () -> log.toString(StandardCharsets.UTF_8)
                            .contains("key changed key=\"e1._domainkey.example.org ed25519-sha256 256\""));
            assertTrue(delivered(wiring, LOGIN).getFirst().startsWith("DKIM-Signature: "));
        }
    }

    @Test
    void aKeyThatIsGoneStaysInUse() throws Exception {
        Path key = key("k");
        try (Wiring wiring = Wiring.start(settings("sign.refresh = \"1s\"\n" + rule(key)))) {
            Files.delete(key);
            await(
                    "nobody noticed",
                    () -> log.toString(StandardCharsets.UTF_8)
                            .contains("; the key stays in use as it was read before"));
            assertTrue(delivered(wiring, LOGIN).getFirst().startsWith("DKIM-Signature: "));
        }
    }

    @Test
    @Spec("DKS-7")
    void aKeyThatReceiversWillNotFindIsWarnedOf() throws Exception {
        try (NameServer dns = NameServer.serve(ZoneResolver.of("example.org. TXT \"x\""))) {
            try (Wiring wiring =
                    Wiring.start(settings("dns.servers = [\"" + dns.address() + "\"]\n" + rule(key("k"))))) {
                assertFalse(wiring.sockets().isEmpty());
                await(
                        "nobody looked",
                        () -> log.toString(StandardCharsets.UTF_8)
                                .contains("WARN  receivers cannot verify what is signed with this key"
                                        + " key=\"e1._domainkey.example.org ed25519-sha256 256\""
                                        + " record=\"not in the DNS: no such name\""));
            }
        }
    }
}
