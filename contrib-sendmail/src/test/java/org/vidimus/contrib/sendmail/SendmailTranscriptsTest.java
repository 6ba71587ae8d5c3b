package org.vidimus.contrib.sendmail;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vidimus.milter.transcript.Performance;
import org.vidimus.milter.transcript.RealTarget;

/// All transcripts on the real Sendmail, with our filter and with libmilter's.
@Tag("mta")
@TestInstance(Lifecycle.PER_CLASS)
class SendmailTranscriptsTest {
    private final RealTarget sendmail = new RealTarget("sendmail", SendmailMta::start);

    @TestFactory
    Stream<DynamicTest> transcripts() throws IOException {
        return Performance.tests(sendmail);
    }

    @TestFactory
    Stream<DynamicTest> goMilter() throws IOException {
        return Performance.goMilter(sendmail);
    }

    @AfterAll
    void stop() throws IOException {
        sendmail.close();
    }
}
