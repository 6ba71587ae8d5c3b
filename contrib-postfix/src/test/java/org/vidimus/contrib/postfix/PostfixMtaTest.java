package org.vidimus.contrib.postfix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.MtaSettings.FailureAction;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.RealMtaContract;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;

@Tag("mta")
class PostfixMtaTest extends RealMtaContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return PostfixMta.start(settings);
    }

    @Test
    void holdsMailThatAFailedFilterDidNotSee() throws Exception {
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink).milter(NOBODY).onFailure(FailureAction.QUARANTINE));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            assertEquals(
                    250, client.mail("a@example.com", MESSAGE, "b@example.org").code());
            String queue = mta.exec("", "postqueue", "-j");
            assertTrue(queue.contains("\"queue_name\": \"hold\""), queue);
        }
    }

    @Test
    void servesASecondPort() throws Exception {
        int port = RealMta.freePort();
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink).service("127.0.0.1:" + port + " inet n - n - - smtpd"));
                SmtpDialogue client = mta.connectTo(port)) {
            assertEquals(220, client.greeting().code());
        }
    }
}
