package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;

/// Tests that share one [SigningLab], because its servers take a while to start.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class SigningScene {
    static final String ANN = "Ann <ann@honest.example>";
    static final String SENDER = "ann@honest.example";

    SigningLab lab;

    /// Starts the MTA with all its doors.
    protected abstract RealMta start(MtaSettings settings, Doors doors) throws IOException;

    /// What `{auth_authen}` says of user `user` of the realm `mx.example.com`.
    protected abstract String login();

    @BeforeAll
    void open() throws IOException, GeneralSecurityException, InterruptedException {
        lab = SigningLab.open(login(), this::start);
    }

    @AfterAll
    void close() throws IOException {
        if (lab != null) { // it is where the MTA could be started
            lab.close();
        }
    }

    /// The running lab, for what only one of the MTAs does.
    protected RealMta mta() {
        return lab.mta();
    }

    /// Starts the daemon with these lines in its `[sign]` table.
    protected AutoCloseable daemon(String... sign) throws IOException, InterruptedException {
        return lab.daemon(sign);
    }

    /// A message from Ann with these lines at the end of the header.
    protected static String message(String... fields) {
        StringBuilder more = new StringBuilder();
        for (String field : fields) {
            more.append("\r\n").append(field);
        }
        return LabContract.message(ANN)
                .replaceFirst("\r\n\r\n", more.append("\r\n\r\n").toString());
    }

    /// One like that with another field in place of the one of that name.
    static String replaced(String field) {
        String name = field.substring(0, field.indexOf(':'));
        return message().replaceFirst("(?m)^" + name + ":.*\r\n", field + "\r\n");
    }

    /// Sends a message from inside to this recipient after this MAIL command, and gives what arrives.
    protected Delivery sent(String mail, String message, String recipient) throws IOException {
        try (SmtpDialogue client = lab.inside()) {
            SmtpAnswer answer = client.command(mail);
            assertEquals(250, answer.code(), answer::toString);
            assertEquals(250, client.command("RCPT TO:<" + recipient + ">").code());
            assertEquals(354, client.command("DATA").code());
            return lab.accepted(client.data(message));
        }
    }

    /// The first message that arrives with this in it.
    protected Delivery arrived(String text) {
        return lab.arrived(delivery -> delivery.text().contains(text));
    }

    /// Both judges find both signatures of `honest.example` good, and no others.
    protected void assertSigned(Delivery delivery) throws IOException {
        assertVerdicts("pass honest.example", 2, delivery);
    }

    protected void assertUnsigned(Delivery delivery) throws IOException {
        assertVerdicts("", 0, delivery);
    }

    /// Both judges find as many signatures, and the same of each.
    protected void assertVerdicts(String each, int count, Delivery delivery) throws IOException {
        assertEquals(Collections.nCopies(count, each), lab.verdicts(delivery), () -> SigningLab.shown(delivery));
    }

    /// What both judges find, from the top.
    protected List<String> verdicts(Delivery delivery) throws IOException {
        return lab.verdicts(delivery);
    }
}
