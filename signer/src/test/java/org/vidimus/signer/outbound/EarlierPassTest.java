package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.KeySource;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.RuleKey;
import org.vidimus.signer.rules.RuleSettings;
import org.vidimus.signer.rules.SigningRule;
import org.vidimus.signer.rules.SigningRules;

/// A content filter gives mail back to the MTA from the host itself. Where it came from before still counts
/// (Interpretation: see [EarlierPass]).
class EarlierPassTest {
    private static final String UNSIGNED = "unsigned=not-from-inside";
    private static final String SIGNED = "signed=example.com:r1:rsa-sha256";

    private static MailSigner signer() {
        SigningRule rule = new SigningRule(
                "v.toml:1", List.of(AddressPattern.ANY), List.of(new RuleKey.Managed("v.toml:1", Optional.empty())));
        KeySource keys = domain -> domain.toString().equals("example.com")
                ? new KeySource.Keys.Active(List.of(TestKey.RSA.of("r1", "example.com")))
                : new KeySource.Keys.None("none");
        return new MailSigner(
                new SigningRules(new RuleSettings(List.of(rule)), keys),
                OutboundSettings.DEFAULT,
                Runnable::run,
                () -> Outbox.NOW,
                SigningEvents.NONE);
    }

    /// As the content filter gives it back: from the host itself, with a field of its own.
    private static String again(Outbox.Sent first) {
        return first.after()
                .on("X-Virus-Scanned: by the filter")
                .send(signer(), ConnectionFacts.LOCAL, Budgets.DEFAULT)
                .notes("signed", "unsigned");
    }

    private static Outbox.Sent first(Outbox mail, ConnectionFacts connection) {
        return mail.send(signer(), connection.withMtaName(Outbox.MTA), Budgets.DEFAULT);
    }

    @Test
    @Spec("DKS-10")
    void aStrangerIsNotSignedForOnTheWayThroughAContentFilter() {
        Outbox.Sent first = first(Outbox.ordinary(), Outbox.OUTSIDE);
        assertEquals("", first.notes("signed", "unsigned"));
        assertEquals(UNSIGNED, again(first));
    }

    /// A decider that takes the first of several authors, as OpenDKIM does.
    @Test
    @Spec("DKS-10")
    void severalAuthorsAreNoWayInEither() {
        MailSigner lenient = Signers.signer(Signers.with(Signers.RSA), SigningEvents.NONE);
        for (String from : List.of("alice@example.com, eve@example.net", "alice@example.com, eve@[192.0.2.1]")) {
            Outbox.Sent first = first(Outbox.of("hello\r\n", "From: " + from, "Subject: hi"), Outbox.OUTSIDE);
            Outbox.Sent second = first.after().send(lenient, ConnectionFacts.LOCAL, Budgets.DEFAULT);
            assertEquals(UNSIGNED, second.notes("signed", "unsigned"));
        }
    }

    @Test
    @Spec("SGN-29")
    void aLoginGetsNoSignatureByThatWayEither() {
        Outbox.Sent first = first(Outbox.ordinary(), Outbox.loggedIn("eve@example.org"));
        assertEquals("unsigned=login-not-allowed", first.notes("signed", "unsigned"));
        assertEquals("unsigned=login-not-allowed", again(first));
    }

    @Test
    void whatWasSignedIsLeftAsItIs() {
        Outbox.Sent first = first(Outbox.ordinary(), Outbox.loggedIn("alice@example.com"));
        assertEquals(SIGNED, first.notes("signed", "unsigned"));
        assertEquals("unsigned=already-signed", again(first));
    }

    /// A program of ours that has put its own name in place of the author's answers for the message.
    @Test
    void aMailingListIsSignedFor() {
        Outbox.Sent first = first(Outbox.of("hello\r\n", "From: eve@example.net", "Subject: hi"), Outbox.OUTSIDE);
        Outbox munged = Outbox.of("hello\r\n", "From: Eve via list <list@example.com>", "Subject: [list] hi")
                .on("Authentication-Results:"
                        + first.after().fields().getFirst().value().latin1());
        assertEquals(
                SIGNED,
                munged.send(signer(), ConnectionFacts.LOCAL, Budgets.DEFAULT).notes("signed", "unsigned"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Authentication-Results: mx.example.com; dmarc=fail header.from=example.com            | not-from-inside
            Authentication-Results: mx.example.net; spf=pass; dmarc=pass header.from=EXAMPLE.com  | not-from-inside
            Authentication-Results: mx.example.com; dmarc=none header.from=example.com.           | not-from-inside
            Authentication-Results: mx.example.com; dmarc=fail header.from=example.org            | signed
            Authentication-Results: mx.example.com; dkim=pass header.from=example.com             | signed
            Authentication-Results: mx.example.com; dmarc=fail smtp.from=example.com              | signed
            Authentication-Results: mx.example.com; auth=pass                                     | signed
            Authentication-Results: mx.example.com; none                                          | signed
            Authentication-Results: ;;; dmarc=fail header.from=example.com                        | signed
            X-Vidimus-Unsigned: login-not-allowed                                                 | login-not-allowed
            x-vidimus-unsigned:                                                                   | login-not-allowed
            """)
    void aTraceKeepsUsFromSigning(String field, String expected) {
        String outcome = Outbox.ordinary()
                .on(field)
                .send(signer(), ConnectionFacts.LOCAL, Budgets.DEFAULT)
                .notes("signed", "unsigned");
        assertEquals(expected.equals("signed") ? SIGNED : "unsigned=" + expected, outcome);
        // Who logs in answers for it himself.
        assertEquals(SIGNED, Outbox.ordinary().on(field).send(signer()).notes("signed", "unsigned"));
    }
}
