package org.vidimus.contrib.sendmail;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
class SendmailMtaTest extends RealMtaContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return SendmailMta.start(settings);
    }

    @Test
    void endsTheSessionWhenAFailedFilterShallShutDown() throws Exception {
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = start(relayingTo(sink).milter(NOBODY).onFailure(FailureAction.SHUTDOWN));
                SmtpDialogue client = mta.connect()) {
            assertEquals(421, client.greeting().code());
        }
    }
}
