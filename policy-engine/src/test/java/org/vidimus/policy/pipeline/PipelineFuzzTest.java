package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
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

/// Any message at all on its whole way.
class PipelineFuzzTest {
    private static final Pipeline PIPELINE = new Pipeline(
            PipelineSettings.of(new AuthservId("mx.example.com"))
                    .with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT)),
            Budgets.DEFAULT,
            ZoneResolver.of(
                    "bank.example. TXT \"v=spf1 -all\"",
                    "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
                    "evil.example. TXT \"v=spf1 +all\"",
                    "*.evil.example. TXT \"v=spf1 +all\""),
            () -> Instant.EPOCH,
            () -> 0,
            Runnable::run);

    @Test
    @Spec({"MSG-7", "DM-13", "AR-15"})
    void noMessageIsTooMuch() {
        List<String> seeds = List.of(
                lines("<x@evil.example>", "From: x@evil.example", "", "body"),
                lines("<>", "From: A <a@bank.example>, b@evil.example", "Sender: s@x", ""),
                lines(
                        "<a@bank.example>",
                        "From: g: a@bank.example;",
                        "DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=s; h=from; bh=AAAA; b=BBBB",
                        ""),
                lines(
                        "<@a,@b:x@evil.example>",
                        "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=evil.example; s=s; b=AA",
                        "ARC-Message-Signature: i=1; a=rsa-sha256; d=evil.example; s=s; h=from; bh=AA; b=AA",
                        "ARC-Authentication-Results: i=1; a; none",
                        "From: <a@bank.example>",
                        ""));
        List<String> words = List.of(
                "From: ",
                "a@bank.example",
                "x@evil.example",
                ",",
                ";",
                "<",
                ">",
                "(",
                ")",
                "\"",
                "\\",
                "@",
                ":",
                "\r\n",
                "\r\n ",
                "\n",
                "\r",
                "\0",
                "=?utf-8?q?a?=",
                "mx.example.com",
                "Authentication-Results: ",
                "h=",
                "\u00E9");

        Fuzzing.run(1_500, seeds, words, PipelineFuzzTest::fuzz);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /// Takes the first line for the argument of MAIL FROM and HELO, and the rest for a message. Fails if it
    /// throws, if a message passes for a domain that allows nobody to send, or if what is written cannot be
    /// read.
    public static void fuzz(byte[] octets) {
        Bytes all = Bytes.of(octets);
        int end = Math.max(all.indexOf('\n', 0), 0);
        Bytes first = all.slice(0, end > 0 && all.at(end - 1) == '\r' ? end - 1 : end);
        if (!(RawMessage.parse(all.slice(Math.min(end + 1, all.length())), Budgets.DEFAULT)
                instanceof Parsed.Ok<RawMessage>(RawMessage message))) {
            return;
        }
        Findings findings;
        try (Examination examination = PIPELINE.begin(
                ConnectionFacts.of(InetAddress.ofLiteral("203.0.113.9"), first),
                new Envelope(first, new HeaderForm(true, octets.length % 2 == 0), LineEnds.CRLF))) {
            message.header().entries().stream().map(HeaderBlock.Entry::field).forEach(examination::header);
            examination.endOfHeaders();
            byte[] body = message.body().toArray();
            examination.body(body, 0, body.length);
            findings = examination.end();
        }
        assertTrue(findings.summary().chars().allMatch(c -> c >= ' ' && c <= '~'), findings.summary());
        findings.evidence().ifPresent(evidence -> {
            boolean passes = evidence.dmarc().status() == DmarcResult.Status.PASS;
            assertTrue(
                    !passes || !evidence.dmarc().fromDomain().orElseThrow().isWithin(DomainName.of("bank.example")),
                    findings.summary());
            if (findings.edits().isEmpty()) {
                return;
            }
            HeaderEdit last = findings.edits().getLast();
            if (last instanceof HeaderEdit.Insert(var field)
                    && AuthenticationResultsHeader.parse(field.value(), Budgets.DEFAULT)
                            instanceof Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader read)) {
                assertEquals("mx.example.com", read.authservId());
                assertEquals(evidence.results().size(), read.results().size());
            } else {
                throw new AssertionError(last.toString());
            }
        });
    }

    @Test
    void noTextIsTooMuchForNetworksAndForwarders() {
        Fuzzing.run(
                20_000,
                List.of("192.0.2.0/24", "2001:db8::/32", "*.example.com", "::ffff:192.0.2.1"),
                List.of(":", "::", ".", "/", "*", "-1", "999", "%lo", "[", "]", "\u00E9"),
                PipelineFuzzTest::fuzzForwarder);
    }

    /// Fails if it throws, or if what was read is not read again from how it is written.
    public static void fuzzForwarder(byte[] octets) {
        if (Forwarder.parse(Bytes.of(octets).latin1()) instanceof Parsed.Ok<Forwarder>(Forwarder forwarder)) {
            assertEquals(new Parsed.Ok<>(forwarder), Forwarder.parse(forwarder.toString()));
        }
    }
}
