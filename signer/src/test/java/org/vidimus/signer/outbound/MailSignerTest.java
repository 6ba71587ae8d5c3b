package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Occasion;
import org.vidimus.signer.rules.UnsignedReason;

class MailSignerTest {
    private final RecordedEvents events = new RecordedEvents();

    @Test
    @Spec({"SGN-2", "DKS-6", "DKS-11"})
    void signsWithEachKeyAndEachSignatureIsGood() {
        Outbox.Sent sent = Outbox.ordinary()
                .send(Signers.signer(Signers.with(Signers.RSA, Signers.ED25519, Signers.PROVIDER), events));
        assertEquals("accept", sent.word());
        assertEquals(Signers.BOTH + " signed=provider.example:p1:rsa-sha256", sent.notes("signed", "unsigned"));
        assertEquals("pass p1 pass e1 pass r1", sent.after().verified());
        assertEquals(
                List.of(
                        "signed example.com rsa-sha256",
                        "signed example.com ed25519-sha256",
                        "signed provider.example rsa-sha256"),
                events.told);
    }

    @Test
    void carriesOutWhatWasDecided() {
        for (UnsignedReason reason : UnsignedReason.values()) {
            Outbox.Sent unsigned = Outbox.ordinary()
                    .send(Signers.signer(Signers.deciding(new Decision.Outcome.Unsigned(reason)), events));
            assertEquals(
                    "accept unsigned=" + reason.word(), unsigned.word() + " " + unsigned.notes("unsigned", "signed"));
        }
        Outbox.Sent deferred = Outbox.ordinary()
                .send(Signers.signer(
                        Signers.deciding(new Decision.Outcome.Defer(UnsignedReason.BROKEN_KEY, "r1: no such file")),
                        events));
        assertEquals("451 4.7.0", deferred.word());
        assertEquals(
                "unsigned=broken-key unsigned-why=\"r1: no such file\"", deferred.notes("unsigned", "unsigned-why"));
        Outbox.Sent refused = Outbox.ordinary()
                .send(Signers.signer(
                        Signers.deciding(new Decision.Outcome.Refuse(UnsignedReason.NOT_ALLOWED, "You may not")),
                        events));
        assertEquals(
                new Disposition.Refuse(550, "5.7.1", "You may not"),
                refused.findings().disposition());
    }

    @Test
    void tellsTheDeciderAllItMayLookAt() {
        List<Occasion> seen = new ArrayList<>();
        Outbox.ordinary()
                .send(Signers.signer(
                        occasion -> {
                            seen.add(occasion);
                            return new Decision(new Decision.Outcome.Unsigned(UnsignedReason.NO_RULE), List.of());
                        },
                        events));
        Occasion occasion = seen.getFirst();
        assertEquals("authenticated", occasion.inside().orElseThrow().word());
        assertEquals(Bytes.utf8("<alice@example.com>"), occasion.mailFrom());
        assertEquals(List.of(Bytes.utf8("<bob@example.net>")), occasion.recipients());
        assertEquals(5, occasion.header().entries().size());
    }

    @Test
    @Spec({"DKS-12", "RFC 6376 §5.3"})
    void whatSendmailWillWriteAnewIsNotSigned() {
        Outbox mail = Outbox.ordinary().on("Cc: eve@example.net,mallory@example.net");
        assertTrue(signed(mail.send(
                        Signers.signer(Signers.with(Signers.RSA), events),
                        Outbox.by("Postfix 3.7.11"),
                        Budgets.DEFAULT))
                .contains("cc"));
        Set<String> bySendmail = signed(
                mail.send(Signers.signer(Signers.with(Signers.RSA), events), Outbox.by("8.18.1"), Budgets.DEFAULT));
        assertFalse(bySendmail.contains("cc"));
        assertTrue(bySendmail.contains("to"));
        assertEquals(
                Set.of("v"), Signers.signer(Signers.with(Signers.RSA), events).macros());
    }

    /// The names in h= of the topmost field.
    private static Set<String> signed(Outbox.Sent sent) {
        HeaderField field = sent.after().fields().getFirst();
        String value = field.value().latin1().replaceAll("\\s", "");
        return new HashSet<>(List.of(value.replaceAll(".*;h=([^;]*);.*", "$1").split(":", -1)));
    }
}
