package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vidimus.policy.dns.RecordType;

/// pyspf of Debian (python3-spf) in a process that answers one query after the other.
///
/// Where it is not installed the test is skipped and says so; with VIDIMUS_REQUIRE_MTA=1 it fails.
final class Pyspf implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3"; // Debian's own: others do not see Debian's packages

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    /// What pyspf says.
    ///
    /// @param explanation of a fail; `DEFAULT` where the domain has none
    record Answer(String result, String explanation) {}

    private Pyspf(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
        this.questions = process.outputWriter(StandardCharsets.US_ASCII);
    }

    static Pyspf start() throws IOException, InterruptedException {
        if (!Path.of(PYTHON).toFile().canExecute()
                || new ProcessBuilder(PYTHON, "-c", "import spf")
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        != 0) {
            unavailable();
        }
        Path script = Path.of("src", "test", "resources", "org", "vidimus", "policy", "spf", "pyspf.py");
        return new Pyspf(new ProcessBuilder(PYTHON, script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static void unavailable() {
        String message = "pyspf is not installed (Debian: python3-spf)";
        if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    void record(String name, RecordType type, String value) throws IOException {
        questions.write("R\t" + hex(name) + "\t" + type + "\t" + hex(value) + "\n");
    }

    void fault(String name, RecordType type) throws IOException {
        questions.write("F\t" + hex(name) + "\t" + type + "\n");
    }

    Answer query(String client, String helo, String mailFrom) throws IOException {
        questions.write("Q\t" + hex(client) + "\t" + hex(helo) + "\t" + hex(mailFrom) + "\n");
        questions.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("pyspf ended");
        }
        List<String> fields = List.of(line.split("\t", -1));
        return new Answer(fields.get(0), new String(HexFormat.of().parseHex(fields.get(1)), StandardCharsets.UTF_8));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            assertTrue(process.waitFor(10, TimeUnit.SECONDS), "pyspf does not end");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
