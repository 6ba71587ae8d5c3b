package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;

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

    @ParameterizedTest
    @MethodSource("rows")
    void threadsAndChunksChangeNothing(Row row) {
        Pipeline oneAfterTheOther = pipeline(STRICT);
        Pipeline atTheSameTime = new Pipeline(
                STRICT,
                Budgets.DEFAULT,
                ZoneResolver.of(ZONE),
                () -> Instant.parse("2026-11-23T12:00:00Z"),
                System::nanoTime,
                Thread::startVirtualThread);
        Findings expected = row.mail().through(oneAfterTheOther);

        for (int chunk : new int[] {1, 2, 3, 1000}) {
            Findings findings = row.mail().through(atTheSameTime, row.mail().connection(), chunk);
            assertEquals(expected.edits(), findings.edits(), () -> "chunks of " + chunk);
            assertEquals(expected.summary(), findings.summary());
            assertEquals(expected.disposition(), findings.disposition());
        }
    }

    @Test
    @Spec({"RFC 8601 §2.2", "AR-8", "AR-10", "AR-13"})
    void writesOneFieldWithAllResults() {
        Mail mail =
                by("a@bank.example", "<a@bank.example>").helo("relay.example").from("198.51.100.7");

        Findings findings = mail.through(pipeline(OURS));

        assertEquals(
                List.of(new HeaderEdit.Insert(HeaderField.of("Authentication-Results", " " + """
                        mx.example.com;
                        \tspf=fail (-all forbids the client) smtp.mailfrom=bank.example;
                        \tiprev=pass policy.iprev=198.51.100.7 (relay.example);
                        \tdkim=none;
                        \tarc=none;
                        \tdmarc=fail (p=reject; local_policy: at most quarantine)
                        \theader.from=bank.example policy.dmarc=quarantine"""))), findings.edits());
    }

    @Test
    @Spec({"RFC 9989 §4.10", "DM-16"})
    void asksInAnOrderThatIsAlwaysTheSame() {
        Mail mail = by("a@shop.example", "<a@bank.example>").signed(KEY, "bank.example", "s1");

        assertEquals(
                List.of(
                        "TXT bank.example",
                        "TXT client.example.org",
                        "PTR 9.113.0.203.in-addr.arpa",
                        "TXT s1._domainkey.bank.example",
                        "TXT _dmarc.shop.example",
                        "TXT _dmarc.example"),
                mail.through(pipeline(OURS)).evidence().orElseThrow().queries().stream()
                        .map(asked -> asked.question().toString())
                        .toList());
    }

    static Stream<TrustSettings> forwarders() {
        return Stream.of("198.51.100.0/24", "relay.example", "*.example")
                .map(text -> Forwarder.parse(text) instanceof Parsed.Ok<Forwarder>(Forwarder read) ? read : fail(text))
                .map(forwarder -> new TrustSettings(List.of(), List.of(forwarder), Set.of()));
    }

    @ParameterizedTest
    @MethodSource("forwarders")
    @Spec({"RFC 9989 §5.4", "DM-21"})
    void takesWhatATrustedForwarderBringsAndSaysWhy(TrustSettings trust) {
        Mail mail = by("a@bank.example", "<a@bank.example>");

        assertEquals(
                "550 5.7.1",
                Mail.word(mail.through(pipeline(STRICT.with(trust))).disposition()));
        Findings findings = mail.from("198.51.100.7").through(pipeline(STRICT.with(trust)));

        assertEquals(new Disposition.Accept(), findings.disposition());
        PolicyOverride why = findings.evidence().orElseThrow().overrides().getFirst();
        assertEquals(PolicyOverride.Kind.TRUSTED_FORWARDER, why.kind());
        assertEquals(
                Optional.of("p=reject; " + why), Mail.result(findings, "dmarc").comment());
        assertTrue(Mail.result(findings, "dmarc").properties().contains(Property.of("policy", "dmarc", "none")));
        assertTrue(findings.summary().contains("trusted_forwarder: " + why.comment()), findings.summary());
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-16", "DNS-6"})
    void slowNamesOfTheForgersDoNotHideThePolicyOfHisVictim() {
        AtomicLong now = new AtomicLong();
        ZoneResolver zone = ZoneResolver.of(ZONE);
        // Every name of the forger's takes all the time that one question may take.
        Resolver slow = (question, timeout) -> {
            if (question.name().toString().contains("evil")) {
                now.addAndGet(timeout.toNanos());
                return new Answer.Unavailable(Answer.Cause.TIMEOUT, "timeout");
            }
            return zone.lookup(question, timeout);
        };
        Pipeline pipeline = new Pipeline(STRICT, Budgets.DEFAULT, slow, () -> Instant.EPOCH, now::get, Runnable::run);
        Mail mail = by("a@bank.example", "<x@evil.example>").helo("mail.evil.example");
        for (int i = 0; i < 10; i++) {
            mail = mail.signed(OTHER, i + ".evil.example", "s1");
        }

        Findings findings = mail.through(pipeline);

        assertEquals("550 5.7.1", Mail.word(findings.disposition()), findings.summary());
        assertTrue(now.get() <= Budgets.Dns.DEFAULT.timePerMessage().toNanos(), now.toString());
    }

    @Test
    @Spec("DNS-6")
    void manyNamesOfTheForgersDoNotHideThePolicyOfHisVictim() {
        Budgets few = new Budgets(100, 100_000, 1000, 10)
                .with(new Budgets.Dns(12, Duration.ofSeconds(5), Duration.ofSeconds(25), 10, 500));
        Pipeline pipeline =
                new Pipeline(STRICT, few, ZoneResolver.of(ZONE), () -> Instant.EPOCH, () -> 0, Runnable::run);
        Mail mail = by("a@bank.example", "<x@evil.example>").helo("mail.evil.example");
        for (int i = 0; i < 10; i++) {
            mail = mail.signed(OTHER, i + ".evil.example", "s1");
        }

        Findings findings = mail.through(pipeline);

        assertEquals("550 5.7.1", Mail.word(findings.disposition()), findings.summary());
        assertTrue(findings.evidence().orElseThrow().queries().size() <= 12, findings.summary());
    }

    @Test
    @Spec("MSG-9")
    void refusesMailFromOutsideWhoseHeaderItDoesNotKeep() {
        Pipeline narrow = new Pipeline(
                STRICT,
                new Budgets(3, 100_000, 1000, 10),
                ZoneResolver.of(ZONE),
                () -> Instant.EPOCH,
                () -> 0,
                Runnable::run);

        Findings findings = by("a@bank.example", "<a@bank.example>").on("X: y").through(narrow);

        assertEquals(new Disposition.Refuse(552, "5.3.4", "Message header too large"), findings.disposition());
        assertEquals(Set.of(Limit.HEADER_FIELDS), findings.limits());
        assertEquals(Optional.empty(), findings.evidence());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 20})
    @Spec({"RFC 8601 §5", "AR-5", "AR-7"})
    void removesForgedFieldsFromWhatItVerifies(int forged) {
        Mail mail = by("a@bank.example", "<a@bank.example>").from("192.0.2.1");
        for (int i = 0; i < forged; i++) {
            mail = mail.on("Authentication-Results: mx.example.com; dmarc=pass");
        }

        List<HeaderEdit> edits = mail.through(pipeline(OURS)).edits();

        assertEquals(forged + 1, edits.size());
        for (int i = 0; i < forged; i++) {
            assertEquals(new HeaderEdit.Remove(Bytes.utf8("Authentication-Results"), forged - i), edits.get(i));
        }
    }

    @Test
    void verifiesWhatItCanOfAClientWithoutAnAddress() {
        Mail mail = by("a@bank.example", "<a@bank.example>").signed(KEY, "bank.example", "s1");

        Findings findings = mail.through(pipeline(STRICT), ConnectionFacts.UNKNOWN, 5);

        assertEquals("dkim=pass arc=none dmarc=pass accept", Mail.words(findings));
    }

    @Test
    @Spec("RFC 5322 §3.6")
    void tellsWhatIsIrregular() {
        Findings findings =
                by("a@bank.example", "<a@bank.example>").on("Subject: again").through(pipeline(OURS));

        assertTrue(findings.summary().contains(" facts=\"duplicate-field=subject\""), findings.summary());
    }

    @Test
    void aFailureOfOurOwnIsToldToWhoeverAsks() {
        Resolver broken = (_, _) -> {
            throw new ArithmeticException("a mistake");
        };
        for (Executor executor : List.<Executor>of(Runnable::run, Thread::startVirtualThread)) {
            Pipeline pipeline =
                    new Pipeline(OURS, Budgets.DEFAULT, broken, () -> Instant.EPOCH, System::nanoTime, executor);
            Mail mail = by("a@bank.example", "<a@bank.example>");
            assertThrows(IllegalStateException.class, () -> mail.through(pipeline));
        }
    }

    @Test
    void aMessageThatEndsEarlyLeavesNoThreadBehind() throws Exception {
        CountDownLatch asked = new CountDownLatch(5);
        CountDownLatch never = new CountDownLatch(1);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Resolver silent = (_, _) -> {
            asked.countDown();
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted");
        };
        Pipeline pipeline = new Pipeline(
                OURS,
                Budgets.DEFAULT,
                silent,
                () -> Instant.EPOCH,
                System::nanoTime,
                task -> threads.add(Thread.startVirtualThread(task)));
        Mail mail = by("a@bank.example", "<a@bank.example>").signed(KEY, "bank.example", "s1");

        try (Examination examination =
                pipeline.begin(mail.connection(), new Envelope(Bytes.utf8("<a@bank.example>")))) {
            mail.fields()
                    .forEach(field -> examination.header(HeaderField.of(
                            field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 1))));
            examination.endOfHeaders();
            asked.await(); // SPF of sender and HELO, iprev, the key, the policy
        }

        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(30)), thread.toString());
        }
        assertEquals(5, threads.size());
    }

    @Test
    void anInterruptedWaitIsAFailureOfOurOwn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Resolver silent = (_, _) -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new Answer.Unavailable(Answer.Cause.INTERRUPTED, "interrupted");
        };
        Pipeline pipeline = new Pipeline(
                OURS, Budgets.DEFAULT, silent, () -> Instant.EPOCH, System::nanoTime, Thread::startVirtualThread);
        Mail mail = by("a@bank.example", "<a@bank.example>");

        Thread.currentThread().interrupt();
        assertThrows(IllegalStateException.class, () -> mail.through(pipeline));
        assertTrue(Thread.interrupted());
    }
}
