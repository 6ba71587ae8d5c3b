package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.policy.Spec;

/// What becomes of mail that fails, as the SMTP client, the MTA's queue and the recipient see it; the tests of
/// contrib-postfix and contrib-sendmail inherit it.
public abstract class DispositionContract extends LabContract {
    private static final String EVE = "eve@elsewhere.example";

    /// Whether the MTA keeps this message from delivery because a filter wants it so.
    protected abstract boolean holds(RealMta mta, String queueId) throws IOException;

    /// Delivers a message that is held.
    protected abstract void release(RealMta mta, String queueId) throws IOException;

    private void assertQuarantined(SmtpAnswer answer, String author) throws IOException {
        assertEquals(250, answer.code(), answer::toString);
        String id = VerificationLab.queueId(answer);
        int before = lab.deliveries();
        assertTrue(holds(lab.mta(), id), id);
        assertEquals(before, lab.deliveries());
        release(lab.mta(), id);
        Delivery delivery = lab.delivered(id);
        assertEquals("fail", VerificationContract.result(delivery, "dmarc"));
        assertTrue(delivery.text().contains("\r\nFrom: " + author + "\r\n"), delivery.text());
    }

    @ParameterizedTest
    @CsvSource({"careful.example", "honest.example"})
    @Spec({"RFC 9989 §7.4", "RFC 9989 §5.4"})
    void forgedMailIsQuarantinedByDefault(String domain) throws Exception {
        SmtpAnswer answer = lab.send(lab.defaults(), EVE, message("ann@" + domain));
        assertQuarantined(answer, "ann@" + domain);
    }

    @Test
    @Spec("RFC 9989 §5.4")
    void forgedMailOfAWatchingDomainIsDelivered() throws Exception {
        Delivery delivery = lab.deliver(EVE, message("ann@watching.example"));
        assertEquals(
                List.of("dmarc=fail (p=none) header.from=watching.example policy.dmarc=none"),
                VerificationContract.results(delivery, "dmarc"));
    }

    @Test
    @Spec({"RFC 9989 §7.4", "RFC 7372 §3"})
    void withRejectTheClientIsToldAndNothingIsKept() throws Exception {
        int before = lab.deliveries();
        SmtpAnswer answer =
                lab.send(lab.defaults().with("dmarc", "on-fail = \"reject\""), EVE, message("ann@honest.example"));
        assertEquals("550 5.7.1 DMARC: this mail fails the policy of honest.example", answer.toString());
        assertEquals(before, lab.deliveries());
    }

    @Test
    void rejectGoesNoFurtherThanTheDomainWants() throws Exception {
        SmtpAnswer answer =
                lab.send(lab.defaults().with("dmarc", "on-fail = \"reject\""), EVE, message("ann@careful.example"));
        assertQuarantined(answer, "ann@careful.example");
    }

    @Test
    void withNoneForgedMailIsOnlyMarked() throws Exception {
        Delivery delivery = lab.accepted(
                lab.send(lab.defaults().with("dmarc", "on-fail = \"none\""), EVE, message("ann@honest.example")));
        assertEquals("fail", VerificationContract.result(delivery, "dmarc"));
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-16"})
    void withTempfailTheClientComesBackLater() throws Exception {
        var later = lab.defaults().with("dmarc", "on-fail = \"reject\"\non-temperror = \"tempfail\"");
        int before = lab.deliveries();
        SmtpAnswer answer = lab.send(later, EVE, message("ann@broken.example"));
        assertEquals(
                "451 4.7.0 DMARC: the policy of broken.example cannot be looked up; please try again later",
                answer.toString());
        try (DatagramSocket silence = VerificationLab.silence()) {
            SmtpAnswer unanswered =
                    lab.send(later.asking("127.0.0.1:" + silence.getLocalPort()), EVE, message("ann@honest.example"));
            assertEquals(451, unanswered.code(), unanswered::toString);
        }
        assertEquals(before, lab.deliveries());
        // What passes all the same is not kept waiting.
        String signed = lab.lost.sign(lab.rsa.sign(message("ann@honest.example")));
        assertEquals("pass", VerificationContract.result(lab.accepted(lab.send(later, EVE, signed)), "dmarc"));
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-16"})
    void aTemporaryErrorNeverRejects() throws Exception {
        var strict = lab.defaults().with("dmarc", "on-fail = \"reject\"");
        Delivery delivery = lab.accepted(lab.send(strict, EVE, lab.lost.sign(message("ann@honest.example"))));
        assertEquals("temperror", VerificationContract.result(delivery, "dmarc"));
    }

    @Test
    @Spec({"RFC 9989 §11.5", "DM-1"})
    void twoAuthorsAreNoWayAroundAPolicy() throws Exception {
        String two = message("eve@elsewhere.example").replaceFirst("\r\n", "\r\nFrom: ann@honest.example\r\n");
        var strict = lab.defaults().with("dmarc", "on-fail = \"reject\"");
        SmtpAnswer answer = lab.send(strict, EVE, two);
        String refused =
                "550 5.7.1 DMARC: the From field names 2 domains, the strictest policy is that of honest.example";
        assertEquals(refused, answer.toString());
        SmtpAnswer list = lab.send(strict, EVE, message("eve@elsewhere.example, ann@honest.example"));
        assertEquals(refused, list.toString());
    }
}
