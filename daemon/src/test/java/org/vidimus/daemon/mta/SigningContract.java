package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.policy.Spec;

/// The ways on which mail comes to a real MTA and leaves it with signatures or without, as a second MTA and two other
/// implementations of DKIM see it; the tests of contrib-postfix and contrib-sendmail inherit it.
public abstract class SigningContract extends SigningFormsContract {
    @Test
    @Spec("DKS-10")
    void mailFromInsideIsSignedAndFromOutsideIsNot() throws Exception {
        try (var _ = daemon()) {
            Delivery inside = lab.send(lab.inside(), message());
            assertSigned(inside);
            assertTrue(inside.text().endsWith("\r\n\r\none line\r\nand another\r\n"), inside::text);
            assertUnsigned(lab.send(lab.outside(), message()));
        }
    }

    @Test
    @Spec("DKS-10")
    void whoeverLoggedInIsSignedForWhereAllowed() throws Exception {
        String other = LabContract.message("Eve <eve@other.example>");
        try (var _ = daemon()) {
            Delivery own = lab.send(lab.user(), message());
            assertSigned(own);
            assertEquals(List.of("auth=pass"), SigningLab.results(own));
            assertUnsigned(lab.send(lab.user(), other));
            // It is the login that counts, not where the client is.
            assertVerdicts("pass other.example", 1, lab.send(lab.inside(), other));
        }
        try (var _ = daemon("on-not-allowed = \"reject\"");
                SmtpDialogue client = lab.user()) {
            SmtpAnswer answer = client.mail(SENDER, other, "bob@example.org");
            assertTrue(answer.toString().startsWith("550 5.7.1 "), answer::toString);
            assertSigned(lab.accepted(client.mail(SENDER, message(), "bob@example.org")));
        }
    }

    /// The signature is over the header as the policy script left it, on the wire and at the receiver.
    @Test
    @Spec({"RFC 5293 §4", "RFC 5293 §5", "DKS-13"})
    void whatAScriptMadeOfTheHeaderIsSigned(@TempDir Path scripts) throws Exception {
        Path script = Files.writeString(scripts.resolve("policy.sieve"), """
                require ["editheader", "fileinto"];
                deleteheader "Subject";
                addheader "Subject" "edited: a subject that is long enough to be folded, with caf\u00e9 and tea in it";
                deleteheader :index 1 "X-Twice";
                deleteheader "X-Gone";
                addheader :last "X-Last" "last";
                fileinto "Sent";
                """);
        String message = message("X-Twice: one", "X-Twice: two", "X-Gone: gone", "X-Kept:  as  it  was");
        String names = "extra-headers = [\"x-twice\", \"x-gone\", \"x-kept\", \"x-last\", \"x-vidimus-fileinto\"]";
        try (var _ = daemon(names, "[policy]", "script = \"" + script + "\"")) {
            Delivery delivery = lab.send(lab.inside(), message);
            assertSigned(delivery);
            String text = delivery.text();
            assertTrue(text.contains("\r\nSubject: edited: a subject"), text);
            assertFalse(text.contains("\r\nSubject: a message"), text);
            assertFalse(text.contains("X-Twice: one"), text);
            assertFalse(text.contains("X-Gone"), text);
            assertTrue(text.contains("\r\nX-Twice: two\r\n"), text);
            assertTrue(text.contains("\r\nX-Last: last\r\n"), text);
            assertTrue(text.contains("\r\nX-Vidimus-Fileinto: Sent\r\n"), text);
            assertTrue(text.replaceAll("\r\n[ \t]", "").matches("(?s).*DKIM-Signature:[^\r]*h=[^;]*x-last.*"), text);
        }
    }

    @Test
    @Spec("DKS-10")
    void theDoorMayBeKnownByItsSocketOrItsName() throws Exception {
        try (var _ = daemon()) {
            assertSigned(lab.send(lab.outside(lab.doors().signing()), message()));
            assertSigned(lab.send(lab.outside(lab.doors().named()), message()));
        }
    }

    @Test
    void theSendmailCommandIsSigned() throws Exception {
        String text = """
                From: ann@honest.example
                To: bob@example.org,carl@example.org , root
                Subject: from the command line

                body
                .x
                """;
        try (var _ = daemon()) {
            mta().exec(text, "sendmail", "-i", "-f", SENDER, "bob@example.org");
            assertSigned(arrived("\r\nSubject: from the command line\r\n"));
            // What a program on the host writes without a From is from the host.
            mta().exec("Subject: from cron\n\nbody\n", "sendmail", "-i", "bob@example.org");
            assertVerdicts("pass example.com", 1, arrived("\r\nSubject: from cron\r\n"));
        }
    }

    @Test
    @Spec("DKS-13")
    void aLaterFilterLeavesTheSignaturesAlone() throws Exception {
        try (var _ = daemon()) {
            Delivery delivery = lab.send(lab.inside(), message());
            assertTrue(delivery.text().contains(SecondFilter.APPENDED), delivery::text);
            assertTrue(delivery.text().contains(SecondFilter.INSERTED), delivery::text);
            assertSigned(delivery);
        }
    }

    @Test
    @Spec("DKS-13")
    void behindAnEarlierFilterWhatThatAddedIsThere() throws Exception {
        try (var _ = daemon("extra-headers = [\"x-second\"]")) {
            Delivery delivery = lab.send(lab.inside(lab.doors().signing()), message());
            assertSigned(delivery);
            assertTrue(delivery.text().contains("x-second"), delivery::text);
            assertTrue(
                    delivery.text().indexOf("DKIM-Signature:") < delivery.text().indexOf(SecondFilter.INSERTED));
        }
    }

    /// Sends a message to the content filter, and gives what the filter gets.
    private String scanned(String subject) throws Exception {
        return scanned(lab.inside(lab.doors().scanned()), subject);
    }

    private String scanned(SmtpDialogue from, String subject) throws Exception {
        try (SmtpDialogue client = from) {
            String message = replaced("Subject: " + subject);
            assertEquals(
                    250, client.mail(SENDER, message, "bob@scanned.example").code());
            return lab.scanned(delivery -> delivery.text().contains("\r\nSubject: " + subject + "\r\n"))
                    .text();
        }
    }

    @Test
    @Spec("DKS-13")
    void behindAContentFilterMailIsSignedOnce() throws Exception {
        try (var _ = daemon()) {
            String once = "X-Scanned: yes\r\n" + scanned("back without filters");
            assertSigned(lab.send(lab.inside(lab.doors().back()), once));
            // Mail from outside comes back from this host too, so nothing may be signed there.
            assertUnsigned(lab.send(lab.inside(lab.doors().back()), message()));
            String again = "X-Scanned: yes\r\n" + scanned("back past the filters");
            assertSigned(lab.send(lab.inside(lab.doors().backAgain()), again));
        }
    }

    @Test
    @Spec("DKS-10")
    void mailFromOutsideIsNotSignedOnItsWayBackFromAContentFilter() throws Exception {
        try (var _ = daemon()) {
            String stranger = scanned(lab.outside(lab.doors().scanned()), "from outside by the content filter");
            assertUnsigned(lab.send(lab.inside(lab.doors().back()), stranger));
            assertUnsigned(lab.send(lab.inside(lab.doors().backAgain()), stranger));
        }
    }

    @Test
    @Spec({"DKS-13", "DKS-11"})
    void whatAContentFilterChangedIsSignedAnew() throws Exception {
        try (var _ = daemon()) {
            String changed = scanned("changed by the content filter") + "a footer\r\n";
            assertEquals(
                    List.of("pass honest.example", "pass honest.example", "no honest.example", "no honest.example"),
                    verdicts(lab.send(lab.inside(lab.doors().backAgain()), changed)));
        }
    }
}
