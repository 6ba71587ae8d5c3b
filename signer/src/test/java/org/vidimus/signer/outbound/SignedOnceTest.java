package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.PlannedSignature;

/// Interpretation: a message that already has a good signature by the same key is left as it is
/// ([OwnSignatures]). A content filter gives a message back to Postfix, which calls its filters a second time.
@Spec("RFC 6376 §5.6")
class SignedOnceTest {
    private static final DomainKey RSA = TestKey.RSA.of("r1", "example.com");
    private static final DomainKey ED25519 = TestKey.ED25519.of("e1", "example.com");
    private static final String BOTH = "signed=example.com:r1:rsa-sha256 signed=example.com:e1:ed25519-sha256";

    private static MailSigner signer(boolean once, DomainKey... keys) {
        List<PlannedSignature> planned = List.of(keys).stream()
                .map(key -> new PlannedSignature(key, Optional.empty(), SignatureProfile.DEFAULT))
                .toList();
        return new MailSigner(
                _ -> new Decision(new Decision.Outcome.Sign(planned), List.of()),
                new OutboundSettings(Consequence.UNSIGNED, Consequence.TEMPFAIL, once, Duration.ofSeconds(30)),
                Runnable::run,
                () -> Outbox.NOW,
                SigningEvents.NONE);
    }

    /// The second time it comes from a program on the host.
    private static Outbox.Sent again(Outbox mail, MailSigner signer) {
        return mail.send(signer, ConnectionFacts.LOCAL, Budgets.DEFAULT);
    }

    private static Outbox signed(DomainKey... keys) {
        return Outbox.ordinary().send(signer(true, keys)).after();
    }

    @Test
    void whatAContentFilterGivesBackIsSignedOnce() {
        Outbox.Sent sent = again(
                signed(RSA, ED25519)
                        .on("X-Spam-Status: No, score=-1")
                        .on("Received: from localhost by mx.example.com; Mon, 23 Nov 2026 12:00:00 +0000"),
                signer(true, RSA, ED25519));
        assertEquals("unsigned=already-signed", sent.notes("signed", "unsigned"));
        assertEquals("pass e1 pass r1", sent.after().verified());
    }

    @Test
    void theSignatureThatIsMissingIsAdded() {
        Outbox.Sent sent = again(signed(RSA), signer(true, RSA, ED25519));
        assertEquals("signed=example.com:e1:ed25519-sha256", sent.notes("signed", "unsigned"));
        assertEquals("pass e1 pass r1", sent.after().verified());
    }

    @Test
    void whatAContentFilterHasChangedIsSignedAnew() {
        Outbox.Sent body = again(signed(RSA).body("hello\r\n-- \r\na disclaimer\r\n"), signer(true, RSA));
        assertEquals("signed=example.com:r1:rsa-sha256", body.notes("signed", "unsigned"));
        assertEquals("pass r1 fail r1", body.after().verified());
        Outbox.Sent header = again(signed(RSA).on("Cc: eve@example.net"), signer(true, RSA));
        assertEquals("pass r1 fail r1", header.after().verified());
    }

    /// Nobody can keep us from signing with a field that only looks like ours.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=1; a=rsa-sha256; d=example.com; s=r1; h=from; bh=AAAA; b=AAAA
            v=1; a=rsa-sha256; d=EXAMPLE.com; s=R1; c=relaxed/relaxed; h=from:from; bh=; b=
            d=example.com; s=r1
            d=example.com; s=r1; s=r1
            v=1; d=m\u00FCller; s=r1
            """)
    void aForgedSignatureChangesNothing(String forged) {
        Outbox.Sent sent = again(Outbox.ordinary().on("DKIM-Signature: " + forged), signer(true, RSA));
        assertEquals("signed=example.com:r1:rsa-sha256", sent.notes("signed", "unsigned"));
    }

    @Test
    void aSignatureOfAnotherMessageChangesNothing() {
        HeaderField other = signed(RSA).fields().getFirst();
        Outbox mail = Outbox.ordinary()
                .body("another\r\n")
                .on("DKIM-Signature:" + other.value().latin1());
        assertEquals(
                "signed=example.com:r1:rsa-sha256",
                again(mail, signer(true, RSA)).notes("signed", "unsigned"));
    }

    @Test
    void anExpiredSignatureIsRenewed() {
        MailSigner lastMonth = new MailSigner(
                _ -> new Decision(
                        new Decision.Outcome.Sign(
                                List.of(new PlannedSignature(RSA, Optional.empty(), SignatureProfile.DEFAULT))),
                        List.of()),
                OutboundSettings.DEFAULT,
                Runnable::run,
                () -> Outbox.NOW.minus(Duration.ofDays(30)),
                SigningEvents.NONE);
        Outbox old = Outbox.ordinary().send(lastMonth).after();
        assertEquals(
                "signed=example.com:r1:rsa-sha256",
                again(old, signer(true, RSA)).notes("signed", "unsigned"));
    }

    @Test
    void whereItIsConfiguredEverythingIsSignedEachTime() {
        Outbox.Sent sent = again(signed(RSA, ED25519), signer(false, RSA, ED25519));
        assertEquals(BOTH, sent.notes("signed", "unsigned"));
        assertEquals("pass e1 pass r1 pass e1 pass r1", sent.after().verified());
    }
}
