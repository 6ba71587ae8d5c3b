package org.vidimus.contrib.postfix;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.vidimus.daemon.mta.PolicyContract;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

@Tag("mta")
class PostfixPolicyTest extends PolicyContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return PostfixMta.start(settings);
    }

    /// Neither the queue nor the log says why.
    @Override
    protected boolean holds(RealMta mta, String queueId) throws IOException {
        return mta.exec("", "postqueue", "-j")
                .lines()
                .anyMatch(line -> line.contains("\"queue_name\": \"hold\"") && line.contains(queueId));
    }

    @Override
    protected void release(RealMta mta, String queueId) throws IOException {
        mta.exec("", "postsuper", "-H", queueId);
        mta.exec("", "postqueue", "-i", queueId);
    }
}
