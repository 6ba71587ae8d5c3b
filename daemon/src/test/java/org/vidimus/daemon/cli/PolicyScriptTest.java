package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.logging.Logging;
import org.vidimus.daemon.metrics.MetricsServer;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.SentText;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.policy.Json;

/// `[policy] script` from its file to the reply that the MTA gets, and on the command line.
class PolicyScriptTest {
    private static final String MESSAGE = "From: ann@bank.example\nSubject: casino\n\nbody\n";

    private static final long DEADLINE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    /// The metrics after the last message that was sent.
    private String counted = "";

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path configuration(String script) throws IOException {
        Path sieve = file("policy.sieve", script);
        return file("vidimus.toml", """
                milter.listen = ["inet:0@127.0.0.1"]
                verify.authserv-id = "mx.example.com"
                trust.networks = ["192.0.2.0/24"]
                policy.script = "%s"
                metrics.listen = "127.0.0.1:0"
                """.formatted(sieve));
    }

    @Test
    void aScriptThatDoesNotCompileIsAMistakeWithItsPlace() throws IOException {
        Path config = configuration("keep;\nfileinto \"Junk\";\nif heade \"a\" \"b\" { stop; }\n");
        Result checked = Console.run("config", "check", config.toString());
        assertEquals(1, checked.status());
        Path sieve = folder.resolve("policy.sieve");
        assertTrue(
                checked.err().contains(config + ":4:1: policy.script: \"" + sieve + "\" cannot be used"),
                checked.err());
        assertTrue(checked.err().contains(sieve + ":2:1: "), checked.err());
        assertTrue(checked.err().contains(sieve + ":3:4: "), checked.err());
        Result started = Console.run("milter", "-c", config.toString());
        assertEquals(1, started.status());
        assertEquals(checked.err(), started.err());
        assertEquals(1, Console.run("milter", "--policy", sieve.toString()).status());
    }

    @Test
    void whatIsForDeliveryIsAMistakeWithItsPlace() throws IOException {
        Path config = configuration("require \"vacation\";\nvacation \"I am away\";\n");
        Result checked = Console.run("config", "check", config.toString());
        assertEquals(1, checked.status());
        assertTrue(
                checked.err().contains(folder.resolve("policy.sieve") + ":1:9: \"vacation\" is only there at delivery"),
                checked.err());
        Path flags = configuration("require \"imap4flags\";\nsetflag \"\\\\Seen\";\n");
        Result doubted = Console.run("config", "check", flags.toString());
        assertEquals(0, doubted.status());
        assertTrue(doubted.err().contains("policy.sieve:2:1"), doubted.err());
    }

    @Test
    void aScriptThatIsNotThereIsNamed() throws IOException {
        Path missing = folder.resolve("missing.sieve");
        Result started = Console.run("milter", "--policy", missing.toString());
        assertEquals(new Result(1, "", missing + ": no such file\n"), started);
    }

    private static String counted(Wiring wiring) throws Exception {
        URI page = URI.create("http://" + MetricsServer.text(wiring.metrics().orElseThrow()) + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private Sent send(String script, ByteArrayOutputStream log) throws Exception {
        Settings settings =
                Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read(configuration(script), Keys.ROOT))
                        .values());
        var submission = new Submission(
                MtaProfile.POSTFIX,
                "mx.example.com",
                "client.example.org",
                InetAddress.ofLiteral("192.0.2.1"),
                "client.example.org",
                Bytes.utf8("<ann@bank.example>"),
                List.of(Bytes.utf8("<b@example.com>")),
                Map.of());
        Logging.start(LogSettings.DEFAULTS, log);
        try (Wiring wiring = Wiring.start(settings);
                var sender = new MessageSender(submission, wiring.sockets(), InstantSource.system())) {
            Sent sent = sender.send(Bytes.utf8(MESSAGE));
            counted = counted(wiring);
            return sent;
        } finally {
            Logging.stop();
        }
    }

    @Test
    void theMtaHearsWhatTheScriptSaysAndTheLogNamesTheRule() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Sent refused = send("""
                require "ereject";
                if header :contains "subject" "casino" {
                    ereject text:
                No casinos here.
                Ask postmaster@example.com.
                .
                ;
                }
                """, log);
        assertEquals(
                "550 5.7.1 No casinos here. / Ask postmaster@example.com.",
                refused.verdict().smtpReply().orElseThrow().toString());
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("policy script file=" + folder.resolve("policy.sieve")), text);
        assertTrue(text.contains(" script=reject@policy.sieve:3"), text);

        Sent redirected = send("redirect \"c@example.net\";", log);
        List<String> shown = SentText.lines("m", redirected);
        assertTrue(shown.contains("to <c@example.net>"), shown::toString);
        assertTrue(shown.stream().noneMatch("to <b@example.com>"::equals), shown::toString);

        assertInstanceOf(MilterResponse.Discard.class, send("discard;", log).verdict());
    }

    @Test
    void aFaultIsLoggedWithItsPlaceAndTheMessageGoesItsWay() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Sent sent = send("redirect \"c@example.net\";\n".repeat(11), log);
        assertInstanceOf(MilterResponse.Continue.class, sent.verdict());
        assertTrue(SentText.lines("m", sent).contains("to <b@example.com>"));
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("WARN  the policy script broke off"), text);
        assertTrue(text.contains(folder.resolve("policy.sieve") + ":11:1: more than 10 redirections"), text);
        assertTrue(counted.contains("vidimus_policy_script_total{action=\"fault\",} 1.0\n"), counted);
    }

    @Test
    void whatIsDoubtfulIsLoggedAtTheStart() throws Exception {
        Path config = configuration("require \"fileinto\";\nstop;\nkeep;\n");
        var out = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        Thread filter = Thread.ofPlatform().start(() -> new Cli(terminal).run("milter", "-c", config.toString()));
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!out.toString(StandardCharsets.UTF_8).contains(" listening ") && filter.isAlive()) {
            assertTrue(System.nanoTime() < deadline, out::toString);
            Thread.onSpinWait();
        }
        filter.interrupt();
        filter.join();
        String said = out.toString(StandardCharsets.UTF_8);
        Path sieve = folder.resolve("policy.sieve");
        assertTrue(
                said.contains(
                        "WARN  configuration at=" + sieve + ":1:9 what=\"\\\"fileinto\\\" is required and not used\""),
                said);
        assertTrue(said.contains("WARN  configuration at=" + sieve + ":3:1 "), said);
    }

    @Test
    void theScriptsInTheDocsCompile() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        String[] parts = page.split("```sieve\n", -1);
        assertTrue(parts.length > 2, page);
        for (int i = 1; i < parts.length; i++) {
            Path script = file("docs" + i + ".sieve", parts[i].substring(0, parts[i].indexOf("```")));
            Result checked = Console.run(
                    "config", "check", configuration(Files.readString(script)).toString());
            assertEquals(0, checked.status(), checked.err());
            assertEquals("", checked.err());
        }
    }

    @Test
    void checkShowsEachStepAndWhatWouldBeDone() throws IOException {
        Path message = file("m.eml", MESSAGE);
        Path zone = file("dns.zone", "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"\n");
        Path script = file("policy.sieve", """
                require "fileinto";
                if header :contains "subject" "casino" {
                    fileinto "Junk";
                    keep;
                }
                """);
        String[] line = {
            "check", message.toString(), "--zone", zone.toString(), "--ip", "203.0.113.9", "--policy", script.toString()
        };
        Result shown = Console.run(line);
        assertEquals("", shown.err());
        assertTrue(shown.out().contains("\nPOLICY\n"), shown.out());
        assertTrue(shown.out().contains("2:4       header: true"), shown.out());
        assertTrue(shown.out().contains("script fileinto@policy.sieve:3:Junk"), shown.out());
        assertTrue(shown.out().contains("adds X-Vidimus-Fileinto: Junk"), shown.out());
        assertTrue(shown.out().contains("policy.dmarc=none"), shown.out());

        String[] json = java.util.Arrays.copyOf(line, line.length + 1);
        json[line.length] = "--json";
        Json policy = Json.read(Console.run(json).out()).get("policy");
        assertEquals(
                "keep@policy.sieve:4", policy.get("actions").elements().get(1).text());
    }
}
