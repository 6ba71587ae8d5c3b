package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;

/// Whole messages over a zone: what is found out, what is written, what becomes of them.
class VerificationTest {
    private static final TestKey KEY = new TestKey();
    private static final TestKey OTHER = new TestKey();

    private static final PipelineSettings OURS = PipelineSettings.of(new AuthservId("mx.example.com"));
    private static final PipelineSettings STRICT = OURS.with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT));

    private static final String[] ZONE = {
        "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
        "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
        KEY.record("s1", "bank.example"),
        "shop.example. TXT \"v=spf1 ip4:192.0.2.2 -all\"",
        "_dmarc.shop.example. TXT \"v=DMARC1; p=quarantine\"",
        "calm.example. TXT \"v=spf1 ip4:192.0.2.3 -all\"",
        "_dmarc.calm.example. TXT \"v=DMARC1; p=none\"",
        "evil.example. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"",
        OTHER.record("s1", "evil.example"),
        "mail.evil.example. TXT \"v=spf1 ip4:203.0.113.0/24 -all\"",
        "relay.example. A 198.51.100.7",
        "7.100.51.198.in-addr.arpa. PTR relay.example.",
        "plain.example. A 192.0.2.9",
        ";! TIMEOUT slow.example ANY",
        ";! TIMEOUT _dmarc.slow.example ANY",
        ";! TIMEOUT s1._domainkey.slow.example ANY",
        ";! SERVFAIL _dmarc.broken.example TXT",
        "broken.example. TXT \"v=spf1 ip4:192.0.2.4 -all\"",
        KEY.record("s1", "broken.example"),
        ";! SERVFAIL s1._domainkey.nokey.example TXT",
        "_dmarc.nokey.example. TXT \"v=DMARC1; p=reject\"",
        "nokey.example. TXT \"v=spf1 -all\"",
    };

    private static Pipeline pipeline(PipelineSettings settings, Resolver resolver) {
        return new Pipeline(
                settings,
                Budgets.DEFAULT,
                resolver,
                () -> Instant.parse("2026-11-23T12:00:00Z"),
                () -> 0,
                Runnable::run);
    }

    private static Pipeline pipeline(PipelineSettings settings) {
        return pipeline(settings, ZoneResolver.of(ZONE));
    }

    private static Mail by(String author, String mailFrom) {
        return Mail.of(mailFrom, "From: Ann <" + author + ">", "Subject: hi", "Date: Mon, 23 Nov 2026 10:00:00 +0000");
    }

    record Row(String name, Mail mail, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        Mail honest = by("a@bank.example", "<a@bank.example>");
        Mail forged = by("a@bank.example", "<x@evil.example>");
        return Stream.of(
                new Row("aligned SPF", honest.from("192.0.2.1"), "spf=pass dkim=none arc=none dmarc=pass accept"),
                new Row(
                        "aligned DKIM, forwarded",
                        honest.signed(KEY, "bank.example", "s1"),
                        "spf=fail dkim=pass arc=none dmarc=pass accept"),
                new Row("forged From", forged, "spf=pass dkim=none arc=none dmarc=fail 550 5.7.1"),
                new Row(
                        "forged From, signed by the forger",
                        forged.signed(OTHER, "evil.example", "s1"),
                        "spf=pass dkim=pass arc=none dmarc=fail 550 5.7.1"),
                new Row(
                        "forged From, in the victim's name with a key of the forger's",
                        forged.signed(OTHER, "bank.example", "s1"),
                        "spf=pass dkim=fail arc=none dmarc=fail 550 5.7.1"),
                new Row(
                        "SPF and DKIM fail",
                        honest.signed(KEY, "bank.example", "s1").body("other\r\n"),
                        "spf=fail dkim=fail arc=none dmarc=fail 550 5.7.26"),
                new Row(
                        "quarantine",
                        by("a@shop.example", "<x@evil.example>"),
                        "spf=pass dkim=none arc=none dmarc=fail quarantine"),
                new Row(
                        "p=none",
                        by("a@calm.example", "<x@evil.example>"),
                        "spf=pass dkim=none arc=none dmarc=fail accept"),
                new Row(
                        "SPF fails, no DMARC",
                        by("a@plain.example", "<x@bank.example>"),
                        "spf=fail dkim=none arc=none dmarc=none accept"),
                // CVE-2019-20790: HELO passes, MAIL FROM does not.
                new Row(
                        "the forger's HELO",
                        by("a@bank.example", "<a@bank.example>").helo("mail.evil.example"),
                        "spf=fail spf=pass dkim=none arc=none dmarc=fail 550 5.7.1"),
                new Row(
                        "HELO of the author's domain, MAIL FROM of another",
                        by("a@bank.example", "<x@plain.example>")
                                .helo("bank.example")
                                .from("192.0.2.1"),
                        "spf=none spf=pass dkim=none arc=none dmarc=fail 550 5.7.1"),
                new Row(
                        "bounce by the author's domain",
                        by("a@bank.example", "<>").helo("bank.example").from("192.0.2.1"),
                        "spf=pass spf=pass dkim=none arc=none dmarc=pass accept"),
                new Row(
                        "two authors in one field",
                        Mail.of("<x@evil.example>", "From: x@evil.example, a@bank.example"),
                        "spf=pass dkim=none arc=none dmarc=permerror 550 5.7.1"),
                new Row(
                        "two From fields",
                        Mail.of("<x@evil.example>", "From: x@evil.example", "From: a@bank.example"),
                        "spf=pass dkim=none arc=none dmarc=permerror 550 5.7.1"),
                new Row(
                        "a From that cannot be read",
                        Mail.of("<x@evil.example>", "From: a@bank.example <x@evil.example"),
                        "spf=pass dkim=none arc=none dmarc=permerror quarantine"),
                new Row(
                        "no From",
                        Mail.of("<x@evil.example>", "Subject: hi"),
                        "spf=pass dkim=none arc=none dmarc=none accept"),
                new Row(
                        "SPF times out",
                        by("a@slow.example", "<a@slow.example>"),
                        "spf=temperror dkim=none arc=none dmarc=temperror accept"),
                new Row(
                        "DMARC fails to answer",
                        by("a@broken.example", "<x@evil.example>"),
                        "spf=pass dkim=none arc=none dmarc=temperror accept"),
                // RFC 9989 §5.3.6 speaks of lookups that are needed: without a record nothing is known.
                new Row(
                        "DMARC fails to answer, the author's domain signed",
                        by("a@broken.example", "<x@evil.example>").signed(KEY, "broken.example", "s1"),
                        "spf=pass dkim=pass arc=none dmarc=temperror accept"),
                new Row(
                        "the key cannot be had",
                        by("a@nokey.example", "<a@nokey.example>").signed(KEY, "nokey.example", "s1"),
                        "spf=fail dkim=temperror arc=none dmarc=temperror accept"),
                // What a forger's own names lead to says nothing about his victim's.
                new Row(
                        "forged From, the forger's DNS is slow",
                        by("a@bank.example", "<x@slow.example>").signed(OTHER, "slow.example", "s1"),
                        "spf=temperror dkim=temperror arc=none dmarc=fail 550 5.7.1"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Spec({"RFC 9989 §5.3", "RFC 8601 §2.2", "DM-13", "DM-14", "DM-16", "AR-10", "DKV-32"})
    void findsOutWhatAMessageIsWorth(Row row) {
        Findings findings = row.mail().through(pipeline(STRICT.with(withoutIprev())));

        assertEquals(row.expected(), Mail.words(findings));
    }

    private static VerifySettings withoutIprev() {
        return new VerifySettings(Optional.of(new AuthservId("mx.example.com")), false, false);
    }
}
