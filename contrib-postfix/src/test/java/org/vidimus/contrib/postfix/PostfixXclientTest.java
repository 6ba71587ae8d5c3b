package org.vidimus.contrib.postfix;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.vidimus.daemon.mta.XclientContract;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

@Tag("mta")
class PostfixXclientTest extends XclientContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return PostfixMta.start(settings);
    }
}
