package org.vidimus.contrib.postfix;

import java.io.IOException;
import java.nio.file.Path;
import org.vidimus.milter.mta.MtaSettings;
import org.vidimus.milter.mta.RealMta;

/// Starts the real Postfix through `contrib-postfix/rig`.
public final class PostfixMta {
    private PostfixMta() {}

    /// Starts one and waits until it serves SMTP; skips the test where that cannot be.
    public static RealMta start(MtaSettings settings) throws IOException {
        return RealMta.start(Path.of("rig"), settings);
    }
}
