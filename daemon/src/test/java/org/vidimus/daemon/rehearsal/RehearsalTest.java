package org.vidimus.daemon.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Terminal;

/// What the launcher records. That its messages are signed and found authentic it checks itself.
class RehearsalTest {
    @Test
    void signsAndVerifiesItsOwnMail(@TempDir Path folder) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal =
                new Terminal(InputStream.nullInputStream(), new PrintStream(out, true), new PrintStream(err, true));
        Rehearsal.run(folder, terminal, Duration.ofMillis(1));
        String log = out.toString(StandardCharsets.UTF_8);
        assertTrue(log.contains("signed=example.org:r:rsa-sha256,example.org:e:ed25519-sha256"), log);
        assertTrue(log.contains("dmarc=pass"), log);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }
}
