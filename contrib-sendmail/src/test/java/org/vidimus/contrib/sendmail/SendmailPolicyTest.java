package org.vidimus.contrib.sendmail;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.vidimus.daemon.mta.PolicyContract;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

@Tag("mta")
class SendmailPolicyTest extends PolicyContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return SendmailMta.start(settings);
    }

    /// The queue says why, below the message.
    @Override
    protected boolean holds(RealMta mta, String queueId) throws IOException {
        return Arrays.stream(mta.exec("", "mailq", "-qQ").split("\n(?!\\s)"))
                .filter(entry -> entry.startsWith(queueId))
                .anyMatch(entry -> entry.contains("QUARANTINE: policy.sieve:1"));
    }

    @Override
    protected void release(RealMta mta, String queueId) throws IOException {
        mta.exec("", "sendmail", "-qQ", "-qI" + queueId, "-Q");
        mta.exec("", "sendmail", "-qI" + queueId);
    }
}
