package org.vidimus.contrib.sendmail;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.vidimus.daemon.mta.SpoofContract;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

@Tag("mta")
class SendmailSpoofTest extends SpoofContract {
    @Override
    protected RealMta start(MtaSettings settings) throws IOException {
        return SendmailMta.start(settings);
    }

    @Override
    protected Map<String, String> differences() {
        String noAuthor = "dmarc=none";
        return Map.of(
                // It refuses by itself: parentheses that are left open, a NUL, an apostrophe where a route would be.
                "server_a2",
                "553 5.0.0",
                "server_a3",
                "554 5.6.1",
                "server_a5",
                "553 5.0.0",
                "server_a6",
                "553 5.1.3",
                // The From that it adds comes after the filter.
                "server_a9",
                noAuthor,
                "server_a11",
                noAuthor,
                "server_a12",
                noAuthor,
                "server_a13",
                noAuthor);
    }
}
