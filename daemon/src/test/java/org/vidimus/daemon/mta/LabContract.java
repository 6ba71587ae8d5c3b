package org.vidimus.daemon.mta;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

/// Tests that share one [VerificationLab], because an MTA takes a while to start.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class LabContract {
    VerificationLab lab;

    /// Starts the MTA.
    protected abstract RealMta start(MtaSettings settings) throws IOException;

    @BeforeAll
    void open() throws IOException, GeneralSecurityException {
        lab = VerificationLab.open(settings -> start(adapted(settings)), records());
    }

    /// The MTA's settings, where a test wants others.
    protected MtaSettings adapted(MtaSettings settings) {
        return settings;
    }

    /// More lines of the zone.
    protected String[] records() {
        return new String[0];
    }

    @AfterAll
    void close() throws IOException {
        if (lab != null) { // it is where the MTA could be started
            lab.close();
        }
    }

    /// A message from this author, `From` being the value of the field, with two lines of body.
    static String message(String from) {
        return """
                From: %s\r
                To: bob@example.org\r
                Subject: a message\r
                Date: Mon, 23 Nov 2026 10:00:00 +0000\r
                Message-ID: <1@example.com>\r
                \r
                one line\r
                and another\r
                """.formatted(from);
    }
}
