package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;

/// Rules of the administrator's own: what they get to see, and how what they say is carried out.
class LocalPolicyTest {
    private static final String[] ZONE = {
        "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"", "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
    };

    private static final Mail FORGED = Mail.of(
            "<x@evil.example>",
            "Received: one",
            "From: a@bank.example",
            "Received: two",
            "Authentication-Results: mx.example.com; dmarc=pass",
            "X-Vidimus-Fileinto: Vault");

    /// Rules that are one function.
    private record Fixed(UnaryOperator<Ruling> says, List<Subject> seen, int bodyOctets) implements LocalPolicy {
        @Override
        public Ruling rule(Subject message) {
            seen.add(message);
            return says.apply(Ruling.NONE);
        }
    }

    private final List<LocalPolicy.Subject> seen = new ArrayList<>();
    private final RecordingSigner signer = new RecordingSigner();

    private Pipeline pipeline(UnaryOperator<Ruling> says) {
        return pipeline(says, Budgets.DEFAULT, 0);
    }

    private Pipeline pipeline(UnaryOperator<Ruling> says, Budgets budgets, int bodyOctets) {
        LocalPolicy policy = new Fixed(says, seen, bodyOctets);
        return new Pipeline(
                        PipelineSettings.of(new AuthservId("mx.example.com"))
                                .with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT)),
                        budgets,
                        ZoneResolver.of(ZONE),
                        () -> Instant.parse("2026-11-23T12:00:00Z"),
                        () -> 0,
                        Runnable::run)
                .with(signer)
                .with(() -> policy);
    }

    private static Ruling deciding(Disposition disposition) {
        return new Ruling(
                Optional.of(new Ruling.Decision(disposition, "policy.sieve:3")),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Note("script", "policy.sieve:3")),
                List.of("keep"));
    }

    private static Ruling editing(HeaderEdit... edits) {
        return new Ruling(Optional.empty(), List.of(edits), List.of(), List.of(), List.of(), List.of());
    }

    private static List<String> edits(Findings findings) {
        return findings.edits().stream()
                .map(edit -> switch (edit) {
                    case HeaderEdit.Insert(HeaderField field) ->
                        "+" + field.name().latin1();
                    case HeaderEdit.Append(HeaderField field) ->
                        "_" + field.name().latin1();
                    case HeaderEdit.Remove(Bytes name, int occurrence) -> "-" + name.latin1() + ":" + occurrence;
                })
                .toList();
    }

    @Test
    void withoutADecisionEverythingStaysAsItIs() {
        Findings findings = FORGED.through(pipeline(ruling -> ruling));
        assertEquals("550 5.7.1", Mail.word(findings.disposition()));
        assertEquals(List.of(), findings.edits());
        assertFalse(signer.events.contains("end"), signer.events::toString);
    }

    @Test
    void seesTheMessageWithoutForgedFieldsAndWhatIsProposed() {
        FORGED.through(pipeline(ruling -> ruling, Budgets.DEFAULT, 3));
        LocalPolicy.Subject subject = seen.getFirst();
        assertEquals(
                List.of("Received 1", "From 1", "Received 2"),
                subject.header().entries().stream()
                        .map(entry -> entry.field().name().latin1() + " " + entry.occurrence())
                        .toList());
        assertEquals("550 5.7.1", Mail.word(subject.proposed()));
        assertEquals(new LocalPolicy.Body(Bytes.utf8("hel"), false), subject.body());
        String octets = String.join("\r\n", FORGED.fields()) + "\r\n\r\n" + FORGED.body();
        assertEquals(octets.getBytes(StandardCharsets.ISO_8859_1).length, subject.size());
        assertEquals(Instant.parse("2026-11-23T12:00:00Z"), subject.now());
        assertTrue(subject.evidence().isPresent());
        assertEquals(Optional.empty(), subject.skip());
    }

    @ParameterizedTest
    @CsvSource({"2, false", "100, true"})
    void keepsTheBodyAsFarAsAsked(int octets, boolean whole) {
        Mail.of("<>", "From: a@b.example", "Subject: one\n two")
                .body("0123456789\r\n")
                .through(pipeline(ruling -> ruling, Budgets.DEFAULT, octets), ConnectionFacts.LOCAL, 5);
        LocalPolicy.Body body = seen.getFirst().body();
        assertEquals(whole, body.whole());
        assertEquals(
                "0123456789\r\n".substring(0, Math.min(12, octets)),
                body.octets().latin1());
        assertEquals(
                "From: a@b.example\r\nSubject: one\r\n two\r\n\r\n0123456789\r\n".length(),
                seen.getFirst().size());
    }

    @Test
    @Spec({"RFC 9989 §5.4", "DM-21"})
    void anExplicitDecisionGoesBeforeDmarcAndIsGivenAsTheReason() {
        Findings findings = FORGED.through(pipeline(_ -> deciding(new Disposition.Accept())));
        assertEquals("accept", Mail.word(findings.disposition()));
        Evidence evidence = findings.evidence().orElseThrow();
        assertEquals(DmarcPolicy.NONE, evidence.applied());
        assertEquals(
                List.of(new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, "policy.sieve:3")), evidence.overrides());
        assertEquals(
                "p=reject; local_policy: policy.sieve:3",
                Mail.result(findings, "dmarc").comment().orElse(""));
        String field = ((HeaderEdit.Insert) findings.edits().stream()
                        .filter(edit -> edit instanceof HeaderEdit.Insert(var f)
                                && f.name().latin1().startsWith("Auth"))
                        .findFirst()
                        .orElseThrow())
                .field()
                .value()
                .latin1();
        assertTrue(field.contains("dmarc=fail (p=reject; local_policy: policy.sieve:3)"), field);
        assertTrue(field.contains("policy.dmarc=none"), field);
        assertEquals(List.of("keep"), findings.events());
        assertTrue(findings.summary().contains("script=policy.sieve:3"), findings.summary());
    }

    @Test
    void whatAgreesWithDmarcNeedsNoReason() {
        Findings findings = FORGED.through(pipeline(_ -> deciding(new Disposition.Refuse(550, "5.7.0", "Not\nhere"))));
        assertEquals(new Disposition.Refuse(550, "5.7.0", "Not\nhere"), findings.disposition());
        assertEquals(List.of(), findings.evidence().orElseThrow().overrides());
        assertTrue(findings.summary().endsWith("refuse=\"550 5.7.0 Not / here\""), findings.summary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"discard", "refuse"})
    void whatNobodyGetsIsNeitherEditedNorSigned(String what) {
        Disposition disposition = what.equals("discard")
                ? new Disposition.Discard("policy.sieve:3")
                : new Disposition.Refuse(451, "4.7.1", "Later");
        Findings findings = Mail.of("<>", "From: a@b.example")
                .through(pipeline(_ -> new Ruling(
                        Optional.of(new Ruling.Decision(disposition, "policy.sieve:3")),
                        List.of(new HeaderEdit.Append(HeaderField.of("X-A", " b"))),
                        List.of("Junk"),
                        List.of(new RecipientEdit.Add(Bytes.utf8("<c@d.example>"))),
                        List.of(),
                        List.of())));
        assertEquals(disposition, findings.disposition());
        assertEquals(List.of(), findings.edits());
        assertEquals(List.of(), findings.recipients());
        assertFalse(signer.events.contains("end"), signer.events::toString);
    }

    @Test
    void editsAreMadeBelowOursAndAreSigned() {
        Mail mail = Mail.of(
                "<>",
                "Received: one",
                "From: a@b.example",
                "received: two",
                "X-Vidimus-Fileinto: Vault",
                "Received: x");
        Findings findings = mail.through(
                pipeline(_ -> new Ruling(
                        Optional.empty(),
                        List.of(
                                new HeaderEdit.Remove(Bytes.utf8("Received"), 1),
                                new HeaderEdit.Insert(HeaderField.of("X-Top", " 1")),
                                new HeaderEdit.Remove(Bytes.utf8("Received"), 3),
                                new HeaderEdit.Append(HeaderField.of("X-End", " 2"))),
                        List.of("Lists/R\u00e9sum\u00e9"),
                        List.of(
                                new RecipientEdit.Add(Bytes.utf8("<c@d.example>")),
                                new RecipientEdit.Delete(Bytes.utf8("<a@b.example>"))),
                        List.of(),
                        List.of())),
                ConnectionFacts.LOCAL,
                10);
        assertEquals(
                List.of(
                        "-Received:3",
                        "-Received:1",
                        "-X-Vidimus-Fileinto:1",
                        "_X-End",
                        "+X-Top",
                        "+X-Vidimus-Fileinto",
                        "+Authentication-Results",
                        "+X-First",
                        "+X-Second"),
                edits(findings));
        assertEquals(
                List.of(
                        "Authentication-Results: mx.example.com; none",
                        "X-Vidimus-Fileinto: Lists/R\u00e9sum\u00e9",
                        "X-Top: 1",
                        "From: a@b.example",
                        "received: two",
                        "X-End: 2"),
                signer.messages.getFirst().header().entries().stream()
                        .map(entry -> entry.field().name().utf8() + ":"
                                + entry.field().value().utf8())
                        .toList());
        assertEquals(2, findings.recipients().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: mx.example.com; dmarc=pass",
                "authentication-results : mx.example.com; dmarc=pass",
                "DKIM-Signature: v=1",
                "ARC-Seal: i=1",
                "arc-message-signature: i=1",
                "ARC-Authentication-Results: i=1; mx.example.com",
                "X-Vidimus-Tag: friend",
                "X-Vidimus-Fileinto: Vault"
            })
    void noRuleAddsWhatWouldPassForOurs(String text) {
        int colon = text.indexOf(':');
        HeaderField field = HeaderField.of(text.substring(0, colon), text.substring(colon + 1));
        Findings findings = Mail.of("<>", "From: a@b.example")
                .through(pipeline(_ -> editing(new HeaderEdit.Insert(field), new HeaderEdit.Append(field))));
        assertEquals(List.of("+Authentication-Results", "+X-First", "+X-Second"), edits(findings));
        assertTrue(findings.summary().contains("script-ignored="), findings.summary());
    }

    @Test
    void resultsOfOthersMayBeAdded() {
        HeaderField field = HeaderField.of("Authentication-Results", " other.example; none");
        Findings findings =
                Mail.of("<>", "From: a@b.example").through(pipeline(_ -> editing(new HeaderEdit.Append(field))));
        assertEquals("_Authentication-Results", edits(findings).getFirst());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCouldNotBeReadIsRefusedWhateverRulesSay(boolean inside) {
        Budgets narrow = new Budgets(1, 1000, 1000, 10);
        Mail mail = Mail.of("<>", "From: a@b.example", "Subject: two");
        Findings findings = mail.through(
                pipeline(_ -> deciding(new Disposition.Accept()), narrow, 0),
                inside ? ConnectionFacts.LOCAL : mail.connection(),
                10);
        assertEquals("552 5.3.4", Mail.word(findings.disposition()));
        assertEquals(List.of(), seen);
    }

    @Test
    void aMessageKeepsTheRulesItBeganWith() {
        AtomicReference<LocalPolicy> current =
                new AtomicReference<>(new Fixed(_ -> deciding(new Disposition.Discard("old")), seen, 0));
        Pipeline pipeline = pipeline(ruling -> ruling).with(current::get);
        try (Examination examination = pipeline.begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")))) {
            current.set(LocalPolicy.NONE);
            examination.endOfHeaders();
            assertEquals(new Disposition.Discard("old"), examination.end().disposition());
        }
        assertFalse(pipeline.changesRecipients());
        assertEquals(
                "accept",
                Mail.word(Mail.of("<>", "From: a@b.example")
                        .through(pipeline, ConnectionFacts.LOCAL, 10)
                        .disposition()));
    }

    @Test
    void recipientsAreKeptUpToTheLimit() {
        Pipeline pipeline = pipeline(ruling -> ruling, Budgets.DEFAULT.withRecipients(1), 0);
        try (Examination examination = pipeline.begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")))) {
            examination.recipient(Bytes.utf8("<a@b.example>"));
            examination.recipient(Bytes.utf8("<c@d.example>"));
            examination.endOfHeaders();
            assertTrue(examination.end().limits().contains(Limit.RECIPIENTS));
        }
        assertEquals(List.of(Bytes.utf8("<a@b.example>")), seen.getFirst().recipients());
    }

    @Test
    void refusalsAndAddressesAreSafeToSend() {
        assertThrows(IllegalArgumentException.class, () -> new Disposition.Refuse(550, "5.7.1", "a\rb"));
        assertThrows(IllegalArgumentException.class, () -> new Disposition.Refuse(550, "5.7.1", "\n".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> new Disposition.Refuse(550, "5.7.1", "\u00e9".repeat(491)));
        assertThrows(IllegalArgumentException.class, () -> new Disposition.Refuse(250, "2.0.0", "fine"));
        assertThrows(IllegalArgumentException.class, () -> new RecipientEdit.Add(Bytes.utf8("a\r\nb")));
        assertThrows(IllegalArgumentException.class, () -> new RecipientEdit.Delete(Bytes.EMPTY));
    }
}
