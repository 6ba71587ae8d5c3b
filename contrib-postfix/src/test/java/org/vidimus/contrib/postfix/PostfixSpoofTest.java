package org.vidimus.contrib.postfix;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.vidimus.daemon.mta.SpoofContract;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

@Tag("mta")
class PostfixSpoofTest extends SpoofContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return PostfixMta.start(settings);
    }

    @Override
    protected Map<String, String> differences() {
        return Map.of();
    }
}
