package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.logging.Logging;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;
import org.vidimus.policy.Json;
import org.vidimus.policy.dns.NameServer;
import org.vidimus.policy.dns.ZoneResolver;

/// `vidimus check` says of a message what `vidimus milter` does with it, under one configuration and one script.
class PolicyAgreementTest {
    private static final Pattern SCRIPT = Pattern.compile(" script=(\"[^\"]*\"|\\S+)");
    private static final Pattern VERDICT = Pattern.compile(" verdict=(\\S+)");
    private static final Bytes OURS = Bytes.utf8("Authentication-Results");

    private static final String MESSAGE = """
            From: Ann <ann@bank.example>
            To: bob@example.com
            Subject: two  words
            X-Old: 1
            X-Old: 2
            List-Id: <talk.example>

            some text
            """;

    private static final String[] ZONE = {
        "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
        "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
        "client.example.org. A 203.0.113.9",
        "9.113.0.203.in-addr.arpa. PTR client.example.org."
    };

    @TempDir
    private Path folder;

    /// What became of a message.
    ///
    /// @param results our own field, on one line; empty where the message does not go on
    /// @param changes in the words of `vidimus check`, sorted; none where the message does not go on
    private record Outcome(String verdict, String reply, List<String> actions, String results, List<String> changes) {
        static Outcome of(String verdict, String reply, List<String> actions, String results, List<String> changes) {
            boolean goesOn = verdict.equals("accept") || verdict.equals("quarantine");
            return new Outcome(
                    verdict,
                    reply,
                    actions,
                    goesOn ? results : "",
                    goesOn ? changes.stream().sorted().toList() : List.of());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reject     | stop;",
                "accept     | keep;",
                "accept     | require 'vnd.vidimus.auth'; if auth_policy :applied 'reject' { keep; }",
                "accept     | require 'vnd.vidimus.auth'; if auth_result 'iprev' 'pass' { keep; }",
                "quarantine | require 'fileinto'; fileinto 'Quarantine';",
                "accept     | require 'fileinto'; keep; fileinto 'Lists'; fileinto 'a b';",
                "reject     | require 'reject'; reject 'not this';",
                "tempfail   | require ['ereject', 'vnd.vidimus.smtp']; ereject :code '451 4.7.1' 'later';",
                "discard    | if header 'list-id' '<talk.example>' { discard; }",
                "accept     | require 'editheader'; keep; addheader 'X-New' 'n'; deleteheader :index 2 'X-Old';",
                "accept     | require ['editheader', 'variables']; keep; if header :matches 'subject' '* *'"
                        + " { addheader :last 'X-Second' '${2}'; }",
                "accept     | keep; redirect 'dave@example.net';",
                "accept     | require 'copy'; keep; redirect :copy 'bob@example.com'; redirect :copy 'e@example.net';",
                "reject     | require 'envelope'; if envelope 'to' 'carol@example.com' { redirect 'd@example.net'; }",
                "accept     | require 'envelope'; if envelope :all 'from' 'eve@evil.example' { keep; }",
                "accept     | require 'environment'; if allof(environment 'remote-host' 'client.example.org',"
                        + " environment 'phase' 'pre', environment 'vnd.vidimus.helo' 'client.example.org',"
                        + " environment 'vnd.vidimus.proposed' 'reject', environment :contains 'version' '.') { keep; }",
                // The third one is more than the configuration allows.
                "reject     | keep; redirect 'a@a.example'; redirect 'b@b.example'; redirect 'c@c.example';",
            })
    void checkAndMilterAgree(String verdict, String script) throws Exception {
        String text = script.replace('\'', '"');
        try (NameServer dns = NameServer.serve(ZoneResolver.of(ZONE))) {
            Path configuration = configuration(text, dns.address().toString());
            Outcome done = milter(configuration);
            assertEquals(verdict, done.verdict());
            assertEquals(done, check(configuration));
        }
    }

    private Path configuration(String script, String server) throws IOException {
        Path sieve = Files.writeString(folder.resolve("policy.sieve"), script);
        return Files.writeString(folder.resolve("vidimus.toml"), """
                milter.listen = ["inet:0@127.0.0.1"]
                verify.authserv-id = "mx.example.com"
                dmarc.on-fail = "reject"
                dns.servers = ["%s"]
                policy.script = "%s"
                policy.max-redirects = 2
                """.formatted(server, sieve));
    }

    private static Outcome milter(Path configuration) throws Exception {
        Settings settings = Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read(configuration, Keys.ROOT))
                .values());
        var submission = new Submission(
                MtaProfile.POSTFIX,
                "mx.example.com",
                "client.example.org",
                InetAddress.ofLiteral("203.0.113.9"),
                "client.example.org",
                Bytes.utf8("<eve@evil.example>"),
                List.of(Bytes.utf8("<bob@example.com>"), Bytes.utf8("<carol@example.com>")),
                Map.of());
        var log = new ByteArrayOutputStream();
        Logging.start(LogSettings.DEFAULTS, log);
        Sent sent;
        try (Wiring wiring = Wiring.start(settings);
                var sender = new MessageSender(submission, wiring.sockets(), InstantSource.system())) {
            sent = sender.send(Bytes.utf8(MESSAGE));
        } finally {
            Logging.stop();
        }
        String line = log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(each -> each.contains(" INFO  message "))
                .findFirst()
                .orElseThrow();
        String reply = sent.verdict().smtpReply().map(Object::toString).orElse("");
        String verdict = group(VERDICT, line);
        String actions = group(SCRIPT, line);
        List<Reply.Edit> edits = sent.filters().getFirst().edits();
        return Outcome.of(
                verdict.equals("refuse") ? reply.startsWith("4") ? "tempfail" : "reject" : verdict,
                reply,
                actions.isEmpty() ? List.of() : List.of(actions.split(",")),
                results(edits),
                edits.stream().flatMap(edit -> change(edit).stream()).toList());
    }

    private static String group(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group(1).replace("\"", "") : "";
    }

    private static String results(List<Reply.Edit> edits) {
        for (Reply.Edit edit : edits) {
            if (edit instanceof Reply.InsertHeader(int _, Bytes name, Bytes value) && name.equals(OURS)) {
                return value.latin1().replaceAll("\r?\n[ \t]", " ").strip();
            }
        }
        return "";
    }

    private static Optional<String> change(Reply.Edit edit) {
        return switch (edit) {
            case Reply.InsertHeader(int index, Bytes name, Bytes value) ->
                name.equals(OURS)
                        ? Optional.empty()
                        : Optional.of(
                                (index == 0 ? "adds " : "adds at the end ") + name.latin1() + ":" + value.latin1());
            case Reply.ChangeHeader(int index, Bytes name, Bytes value) -> {
                assertEquals(0, value.length());
                yield Optional.of("removes " + name.latin1() + " no. " + index);
            }
            case Reply.AddRecipient(Bytes address) -> Optional.of("adds the recipient " + address.latin1());
            case Reply.DeleteRecipient(Bytes address) ->
                Optional.of("takes the recipient " + address.latin1() + " off");
            case Reply.Quarantine _ -> Optional.empty();
            case Reply.AddHeader _, Reply.ReplaceBody _, Reply.AddRecipientWithParameters _, Reply.ChangeSender _ ->
                throw new AssertionError(edit.toString());
        };
    }

    private Outcome check(Path configuration) throws IOException {
        Path message = Files.writeString(folder.resolve("m.eml"), MESSAGE);
        Path zone = Files.writeString(folder.resolve("dns.zone"), String.join("\n", ZONE) + "\n");
        Result checked = Console.run(
                "check",
                message.toString(),
                "--config=" + configuration,
                "--zone=" + zone,
                "--ip=203.0.113.9",
                "--helo=client.example.org",
                "--mail-from=eve@evil.example",
                "--rcpt=bob@example.com",
                "--rcpt=<carol@example.com>",
                "--json");
        assertEquals("", checked.err());
        Json all = Json.read(checked.out());
        Json disposition = all.get("disposition");
        String reply = disposition.get("reply").text();
        return Outcome.of(
                disposition.get("action").text(),
                reply.equals("null") ? "" : reply,
                texts(all.get("policy").get("actions")),
                all.get("authenticationResults").text(),
                texts(all.get("policy").get("changes")));
    }

    private static List<String> texts(Json array) {
        return array.elements().stream().map(Json::text).toList();
    }
}
