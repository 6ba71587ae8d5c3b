package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Fact;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// What the pipeline asks of a signer, and what it makes of the answer.
class SigningTest {
    private static final PipelineSettings OURS = PipelineSettings.of(new AuthservId("mx.example.com"));
    private static final String[] ZONE = {
        "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"", "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
    };

    private final RecordingSigner signer = new RecordingSigner();

    private static Pipeline pipeline(PipelineSettings settings, Budgets budgets) {
        return new Pipeline(settings, budgets, ZoneResolver.of(ZONE), () -> Instant.EPOCH, () -> 0, Runnable::run);
    }

    private static Pipeline ours(Signer signer) {
        return pipeline(OURS, Budgets.DEFAULT).with(signer);
    }

    private static Mail mail() {
        return Mail.of("<a@bank.example>", "From: <a@bank.example>", "Subject: hello");
    }

    /// A message as a client hands it in that logged in.
    private static Findings submit(Mail mail, Pipeline pipeline) {
        return mail.through(pipeline, authenticated(mail), 3);
    }

    private static ConnectionFacts authenticated(Mail mail) {
        return mail.connection().withAuthentication(new Authentication(Bytes.utf8("ann"), Optional.empty()));
    }

    private static List<String> header(HeaderBlock header) {
        return header.entries().stream()
                .map(entry -> entry.field().name() + ":" + entry.field().value())
                .toList();
    }

    private static List<String> edits(Findings findings) {
        return findings.edits().stream()
                .map(edit -> switch (edit) {
                    case HeaderEdit.Insert(HeaderField field) -> "+" + field.name();
                    case HeaderEdit.Append(HeaderField field) -> "_" + field.name();
                    case HeaderEdit.Remove(Bytes name, int occurrence) -> "-" + name + ":" + occurrence;
                })
                .toList();
    }

    @Test
    @Spec({"ARC-10", "DKS-11"})
    void signsLastWhatGoesOnAndPutsItAboveEverything() {
        Mail mail =
                mail().on("Authentication-Results: mx.example.com; dkim=pass").on("Received: by us");

        Findings findings = submit(mail, ours(signer));

        assertEquals(
                List.of("-Authentication-Results:1", "+Authentication-Results", "+X-First", "+X-Second"),
                edits(findings));
        Signer.Message message = signer.messages.getFirst();
        assertEquals(
                List.of(
                        "Authentication-Results: mx.example.com; auth=pass",
                        "Received: by us",
                        "From: <a@bank.example>",
                        "Subject: hello"),
                header(message.header()));
        assertEquals("mx.example.com", message.results().orElseThrow().authservId());
        assertEquals(Optional.empty(), message.evidence());
        assertEquals(Optional.empty(), message.chain());
        assertTrue(findings.notes().contains(new Note("signed", "test")), findings.summary());
    }

    @Test
    void tellsItWhatHappensInOrder() {
        Mail mail = mail();
        try (Examination examination =
                ours(signer).begin(authenticated(mail), new Envelope(Bytes.utf8("<a@bank.example>")))) {
            examination.recipient(Bytes.utf8("<b@example.net>"));
            examination.recipient(Bytes.utf8("<c@example.net>"));
            examination.header(HeaderField.of("From", " <a@bank.example>"));
            examination.endOfHeaders();
            examination.end();
        }
        assertEquals(
                List.of(
                        "begin authenticated",
                        "rcpt <b@example.net>",
                        "rcpt <c@example.net>",
                        "header 1 Single[domain=bank.example]",
                        "end",
                        "close"),
                signer.events);
    }

    @Test
    void keepsNothingForASignerThatHasNothingToDo() {
        Findings findings = submit(mail(), ours(signer.takingNothing()));

        assertEquals(List.of("begin authenticated"), signer.events);
        assertEquals(List.of("+Authentication-Results"), edits(findings));
    }

    @Test
    void tellsItOfMailFromOutsideWithAllEvidence() {
        Findings findings = mail().from("192.0.2.1").through(ours(signer));

        assertEquals("claims", signer.events.getFirst());
        assertEquals("begin outside", signer.events.get(1));
        Signer.Message message = signer.messages.getFirst();
        assertEquals(findings.evidence(), message.evidence());
        assertEquals(ArcResult.Status.NONE, message.chain().orElseThrow().status());
        assertEquals(
                findings.evidence().orElseThrow().results(),
                message.results().orElseThrow().results());
    }

    @Test
    void believesItThatMailIsFromInside() {
        Findings findings = mail().through(ours(signer.claiming()));

        assertEquals(Optional.of(Skip.SIGNER_RULE), findings.skip());
        assertEquals(Optional.empty(), findings.evidence());
        assertEquals("begin signer-rule", signer.events.get(1));
        assertTrue(findings.summary().contains("unverified=signer-rule"), findings.summary());
    }

    @Test
    @Spec("DKS-10")
    void doesNotOfferToSignWhatComesByADoorForMailFromOutside() {
        Pipeline pipeline = pipeline(OURS.with(new Roles(Set.of("door"), Set.of())), Budgets.DEFAULT)
                .with(signer.claiming());
        Mail mail = mail();

        Findings unknown = mail.through(pipeline, mail.connection().withDoor(Optional.empty(), "door"), 3);
        Findings known = mail.through(pipeline, authenticated(mail).withDoor(Optional.empty(), "door"), 3);

        assertEquals(Optional.empty(), unknown.skip());
        assertEquals(Optional.of(Skip.AUTHENTICATED), known.skip());
        assertEquals(
                List.of("begin outside", "begin outside"),
                signer.events.stream()
                        .filter(event -> event.startsWith("begin") || event.equals("claims"))
                        .toList());
    }

    @Test
    void letsItRefuseForGoodOrForNow() {
        Disposition.Refuse forNow = new Disposition.Refuse(451, "4.7.0", "No key");

        Findings findings =
                submit(mail().on("Authentication-Results: mx.example.com; dkim=pass"), ours(signer.saying(forNow)));

        assertEquals(forNow, findings.disposition());
        assertEquals(List.of(), findings.edits());
        assertTrue(findings.notes().contains(new Note("signed", "test")), findings.summary());
    }

    @Test
    void quarantinesWhatItSignsAndRefusesWhatItRefuses() {
        Findings quarantined = mail().through(ours(signer));
        Disposition.Refuse forGood = new Disposition.Refuse(550, "5.7.1", "Not like this");
        Findings refused = mail().through(ours(new RecordingSigner().saying(forGood)));

        assertTrue(quarantined.disposition() instanceof Disposition.Quarantine, quarantined.summary());
        assertEquals(List.of("+Authentication-Results", "+X-First", "+X-Second"), edits(quarantined));
        assertEquals(forGood, refused.disposition());
    }

    @Test
    void signsNothingThatIsRefused() {
        PipelineSettings strict = OURS.with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.ACCEPT));

        Findings findings = mail().through(pipeline(strict, Budgets.DEFAULT).with(signer));

        assertTrue(findings.disposition() instanceof Disposition.Refuse, findings.summary());
        assertEquals(List.of(), signer.messages);
        assertEquals("close", signer.events.getLast());
    }

    @Test
    void tellsItOfAHeaderThatIsTooLarge() {
        Pipeline narrow = pipeline(OURS, new Budgets(1, 1000, 1000, 10)).with(signer);

        Findings findings = submit(mail(), narrow);

        assertEquals(List.of("begin authenticated", "unread", "close"), signer.events);
        assertEquals(List.of("+Authentication-Results"), edits(findings));
        assertTrue(findings.notes().contains(new Note("unsigned", "header-too-large")), findings.summary());
    }

    @Test
    void doesNotAskItAboutATooLargeHeaderThatIsRefusedAnyway() {
        Pipeline narrow = pipeline(OURS, new Budgets(1, 1000, 1000, 10)).with(signer);

        Findings findings = mail().through(narrow);

        assertEquals("552 5.3.4", Mail.word(findings.disposition()));
        assertEquals(List.of("claims", "begin outside", "close"), signer.events);
    }

    @Test
    void putsTheMessageOffIfItFails() {
        assertThrows(IllegalStateException.class, () -> submit(mail(), ours(signer.breaking())));

        assertEquals(1, signer.events.stream().filter("close"::equals).count());
    }

    @Test
    void givesUpOnce() {
        Examination examination = ours(signer).begin(authenticated(mail()), new Envelope(Bytes.utf8("<>")));
        examination.header(HeaderField.of("From", " <a@bank.example>"));
        examination.close();
        examination.close();

        assertEquals(List.of("begin authenticated", "close"), signer.events);
    }

    @Test
    void keepsNoMoreRecipientsThanItMay() {
        Pipeline narrow = pipeline(OURS, Budgets.DEFAULT.withRecipients(2)).with(signer);
        try (Examination examination = narrow.begin(authenticated(mail()), new Envelope(Bytes.utf8("<>")))) {
            for (int i = 0; i < 5; i++) {
                examination.recipient(Bytes.utf8("<" + i + "@example.net>"));
            }
            examination.header(HeaderField.of("From", " <a@bank.example>"));
            examination.endOfHeaders();
            Findings findings = examination.end();

            assertEquals(Set.of(Limit.RECIPIENTS), findings.limits());
            assertEquals(new Disposition.Accept(), findings.disposition());
        }
        assertEquals(
                2,
                signer.events.stream().filter(event -> event.startsWith("rcpt")).count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 19, Integer.MAX_VALUE})
    void seesTheWholeBodyHoweverItIsCut(int chunk) {
        Mail mail = mail().body("some  text \r\nand\rmore\0\n" + "x".repeat(999) + "\r\n\r\n");
        Findings whole = submit(mail, ours(new RecordingSigner().wantingForm()));

        Findings cut = mail.through(ours(signer.wantingForm()), authenticated(mail), chunk);

        assertEquals(whole.edits(), cut.edits());
        assertEquals(
                Set.of(Fact.NO_DATE, Fact.BODY_BARE_CR, Fact.BODY_BARE_LF, Fact.BODY_NUL, Fact.BODY_LONG_LINE),
                signer.messages.getFirst().facts().facts());
    }

    @Test
    void wantsTheBodyOnlyWhereSomebodyNeedsIt() {
        assertEquals(BodyInterest.MORE, interest(new RecordingSigner()));
        assertEquals(
                BodyInterest.MORE, interest(new RecordingSigner().withoutHash().wantingForm()));
        assertEquals(BodyInterest.DONE, interest(new RecordingSigner().withoutHash()));
        assertEquals(BodyInterest.DONE, interest(new RecordingSigner().takingNothing()));
    }

    private static BodyInterest interest(Signer signer) {
        try (Examination examination = ours(signer).begin(authenticated(mail()), new Envelope(Bytes.utf8("<>")))) {
            examination.header(HeaderField.of("From", " <a@bank.example>"));
            examination.endOfHeaders();
            return examination.body(new byte[100], 0, 100);
        }
    }

    @Test
    @Spec("ARC-13")
    void validatesTheChainOfMailFromInsideForASeal() {
        Mail mail = mail().on("ARC-Seal: i=1; a=rsa-sha256; cv=none; d=bank.example; s=s1; b=AAAA");

        submit(mail, ours(signer.sealing()));

        Signer.Message message = signer.messages.getFirst();
        assertEquals(ArcResult.Status.FAIL, message.chain().orElseThrow().status());
        assertEquals(
                List.of("auth=pass", "arc=fail"),
                message.results().orElseThrow().results().stream()
                        .map(info -> info.method() + "=" + info.result())
                        .toList());
        assertEquals(Optional.empty(), message.evidence());
    }

    @Test
    void saysNothingAboutAChainThatIsNotThere() {
        Findings findings = submit(mail(), ours(signer.sealing()));

        assertEquals(
                ArcResult.Status.NONE,
                signer.messages.getFirst().chain().orElseThrow().status());
        assertEquals(
                new HeaderEdit.Insert(HeaderField.of("Authentication-Results", " mx.example.com; auth=pass")),
                findings.edits().getFirst());
    }
}
