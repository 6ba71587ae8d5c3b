package org.vidimus.contrib.sendmail;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.vidimus.daemon.mta.VerificationContract;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

@Tag("mta")
class SendmailVerificationTest extends VerificationContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return SendmailMta.start(settings);
    }
}
