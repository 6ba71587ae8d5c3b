package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.LineEnds;
import org.vidimus.policy.message.RawMessage;

/// The messages of espoofer on their whole way, where the domains that they forge ask to reject.
///
/// Four have a first line that is no header field, so that nothing after it is header, for an MTA or for us:
/// a message without an author, which nobody's name stands on (`dmarc.no-author` turns it away). The three of
/// the client side go out by an account of the very domain that they forge; here that domain allows no sender
/// at all, and keeping one's own users apart is a matter of submission.
class EspooferPipelineTest {
    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("server_a1", "none fail 550 5.7.1"),
            Map.entry("server_a2", "none fail 550 5.7.1"),
            Map.entry("server_a3", "pass fail 550 5.7.1"),
            Map.entry("server_a4", "pass fail 550 5.7.1"),
            Map.entry("server_a5", "none fail 550 5.7.1"),
            Map.entry("server_a6", "none fail 550 5.7.1"),
            Map.entry("server_a7", "pass fail 550 5.7.1"),
            Map.entry("server_a8", "pass permerror 550 5.7.1"),
            Map.entry("server_a9", "pass none accept"),
            Map.entry("server_a10", "pass permerror quarantine"),
            Map.entry("server_a11", "pass none accept"),
            Map.entry("server_a12", "pass none accept"),
            Map.entry("server_a13", "pass none accept"),
            Map.entry("server_a14", "pass permerror 550 5.7.1"),
            Map.entry("server_a15", "pass permerror quarantine"),
            Map.entry("server_a16", "pass permerror 550 5.7.1"),
            Map.entry("server_a17", "pass permerror quarantine"),
            Map.entry("server_a18", "pass permerror 550 5.7.1"),
            Map.entry("server_a19", "pass permerror quarantine"),
            Map.entry("client_a1", "fail fail 550 5.7.1"),
            Map.entry("client_a2", "fail fail 550 5.7.1"),
            Map.entry("client_a3", "fail fail 550 5.7.1")));

    @Test
    @Spec({"RFC 9989 §5.3", "RFC 9989 §11.5", "MSG-7", "DM-13", "AR-11"})
    void noneOfThemPassesForTheDomainItForges() throws IOException {
        Path folder = Suites.folder("spoof-espoofer");
        Json suite = Json.read(Files.readString(folder.resolve("cases.json")));
        String key = suite.get("dnsHint").get("selector._domainkey.attack.com").text();
        ZoneResolver zone = ZoneResolver.of(
                "attack.com. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"",
                "33.attack.com. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"",
                "helo.attack.com. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"",
                "_dmarc.attack.com. TXT \"v=DMARC1; p=none\"",
                "selector._domainkey.attack.com. TXT \"" + key + "\"",
                "legitimate.com. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
                "_dmarc.legitimate.com. TXT \"v=DMARC1; p=reject\"",
                "example.com. TXT \"v=spf1 -all\"",
                "_dmarc.example.com. TXT \"v=DMARC1; p=reject\"");
        Pipeline pipeline = new Pipeline(
                PipelineSettings.of(new AuthservId("mx.victim.com"))
                        .with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT)),
                Budgets.DEFAULT,
                zone,
                () -> Instant.parse("2026-11-02T10:00:00Z"),
                () -> 0,
                Runnable::run);

        Map<String, String> actual = new TreeMap<>();
        for (Json one : suite.get("cases").elements()) {
            Findings findings = examine(pipeline, folder, one);
            Evidence evidence = findings.evidence().orElseThrow();
            actual.put(
                    one.get("id").text(),
                    evidence.spf().getFirst().verdict().word() + " "
                            + evidence.dmarc().status().word() + " " + Mail.word(findings.disposition()));
            boolean passes = evidence.dmarc().status() == DmarcResult.Status.PASS;
            assertFalse(
                    passes && evidence.dmarc().fromDomain().orElseThrow().isWithin(DomainName.of("legitimate.com")),
                    one.get("id").text());
        }
        assertEquals(EXPECTED, actual);
    }

    private static Findings examine(Pipeline pipeline, Path folder, Json one) throws IOException {
        Bytes octets =
                Bytes.of(Files.readAllBytes(folder.resolve(one.get("message").text())));
        if (!(RawMessage.parse(octets, Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage message))) {
            throw new AssertionError(one.get("id").text());
        }
        ConnectionFacts connection = ConnectionFacts.of(
                InetAddress.ofLiteral("203.0.113.9"), Bytes.utf8(one.get("helo").text()));
        Envelope envelope =
                new Envelope(Bytes.utf8(one.get("mailFrom").text()), new HeaderForm(true, false), LineEnds.CRLF);
        try (Examination examination = pipeline.begin(connection, envelope)) {
            message.header().entries().stream().map(HeaderBlock.Entry::field).forEach(examination::header);
            examination.endOfHeaders();
            byte[] body = message.body().toArray();
            examination.body(body, 0, body.length);
            return examination.end();
        }
    }
}
