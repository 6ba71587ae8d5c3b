package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.Scripts;

/// What a script hears of the transaction by `environment`.
class SieveEnvironmentTest {
    private static final ConnectionFacts INSIDE = new ConnectionFacts(
                    Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                    false,
                    Optional.of(Bytes.utf8("laptop.example.org")),
                    Optional.of(Bytes.utf8("mx.example.com")),
                    Optional.of(new Authentication(Bytes.utf8("ann"), Optional.empty())),
                    Optional.of(Bytes.utf8("MSA")),
                    "inet:8891@127.0.0.1")
            .withNamed(
                    Optional.of(Bytes.utf8("laptop.example.org")),
                    Map.of("tls_version", Bytes.utf8("TLSv1.3"), "cipher", Bytes.utf8("TLS_AES_256_GCM_SHA384")));

    private static final ConnectionFacts OUTSIDE = new ConnectionFacts(
                    Optional.of(InetAddress.ofLiteral("2001:db8::25")),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "unix:/run/vidimus")
            .withNamed(Optional.of(Bytes.utf8("unknown")), Map.of());

    /// The item as a script sees it; `(none)` where there is no such item.
    private static String item(String name, ConnectionFacts connection) {
        String script = """
                require ["environment", "variables", "vnd.vidimus.smtp"];
                if environment :matches "%s" "*" { log "${1}"; } else { log "(none)"; }
                """.formatted(name);
        SievePolicy policy = new SievePolicy(
                Scripts.script(script), new SievePolicy.Surroundings(System::nanoTime, ZoneOffset.UTC, "1.2"));
        Pipeline pipeline = new Pipeline(
                        PipelineSettings.of(new AuthservId("mx.example.com")),
                        Budgets.DEFAULT,
                        ZoneResolver.of("example.org. TXT x"),
                        () -> Instant.EPOCH,
                        () -> 0,
                        Runnable::run)
                .with(() -> policy);
        try (Examination examination = pipeline.begin(connection, new Envelope(Bytes.utf8("<>")))) {
            examination.header(HeaderField.of("From", " a@b.example"));
            examination.endOfHeaders();
            examination.queueId(Bytes.utf8("4XyZ"));
            return examination.end().notes().stream()
                    .filter(note -> note.name().equals("script-log"))
                    .map(Note::value)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void says(String name, String inside, String outside) {
        assertEquals(List.of(inside, outside), List.of(item(name, INSIDE), item(name, OUTSIDE)), name);
    }

    @Test
    @Spec("RFC 5183 §4.1")
    void theItemsOfTheStandard() {
        says("name", "Vidimus", "Vidimus");
        says("version", "1.2", "1.2");
        says("location", "MTA", "MTA");
        says("phase", "pre", "pre");
        says("host", "mx.example.com", "(none)"); // the MTA did not say
        says("domain", "example.com", "(none)");
        says("remote-host", "laptop.example.org", "");
        says("remote-ip", "192.0.2.1", "2001:db8:0:0:0:0:0:25");
        says("no-such-item", "(none)", "(none)");
    }

    @Test
    @Spec("RFC 5183 §4.2")
    void theItemsOfOurOwn() {
        says("vnd.vidimus.helo", "laptop.example.org", "");
        says("vnd.vidimus.auth-user", "ann", "");
        says("vnd.vidimus.listener", "inet:8891@127.0.0.1", "unix:/run/vidimus");
        says("vnd.vidimus.daemon", "MSA", "");
        says("vnd.vidimus.tls-version", "TLSv1.3", "");
        says("vnd.vidimus.tls-cipher", "TLS_AES_256_GCM_SHA384", "");
        says("vnd.vidimus.queue-id", "4XyZ", "4XyZ");
        says("vnd.vidimus.inside", "authenticated", "");
        says("vnd.vidimus.proposed", "accept", "accept");
        says("vnd.vidimus.override", "", "");
    }

    @Test
    void recipientsAreChangedOnlyByAScriptThatRedirects() {
        assertEquals(
                List.of(true, true, false),
                List.of(
                                "if false { Redirect \"a@b.example\"; }",
                                "require \"copy\"; redirect :copy \"a@b.example\";",
                                "require \"ereject\"; ereject \"redirect\";")
                        .stream()
                        .map(script -> new SievePolicy(
                                        Scripts.script(script),
                                        new SievePolicy.Surroundings(System::nanoTime, ZoneOffset.UTC, "1.2"))
                                .changesRecipients())
                        .toList());
    }
}
