package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// dkimpy as a verifier of one message after the other; its keys come from a file.
///
/// Where it is not installed the test is skipped and says so; with VIDIMUS_REQUIRE_MTA=1, as for the mail servers, it
/// fails instead.
///
/// Confined to the test's thread.
final class DkimpyJudge implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3"; // Debian's own, which has Debian's modules
    private static final Path SCRIPT = Path.of("../policy-engine/src/test/peers/dkimpy-peer");

    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private int messages;

    private DkimpyJudge(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.ISO_8859_1);
    }

    /// Starts it.
    ///
    /// @param folder an empty folder for its files
    /// @param keys whose signatures it can check
    static DkimpyJudge start(Path folder, List<TestKey> keys) throws IOException {
        require();
        Path records = folder.resolve("keys");
        Files.write(
                records,
                keys.stream().map(key -> key.name() + "\t" + key.text()).toList());
        return new DkimpyJudge(
                folder,
                new ProcessBuilder(PYTHON, SCRIPT.toString(), "verify", records.toString(), folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    private static void require() throws IOException {
        Process probe = new ProcessBuilder(PYTHON, "-c", "import dkim, nacl")
                .redirectErrorStream(true)
                .start();
        String why = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (why.isEmpty()) {
            return;
        }
        if (Boolean.getBoolean("vidimus.require.mta") || "1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail("dkimpy is required here: " + why);
        }
        System.err.println("SKIPPED, no dkimpy: " + why);
        abort("no dkimpy");
    }

    /// What it says of each signature, from the top: `pass` or `no`.
    ///
    /// @param message one char an octet
    List<String> verdicts(String message) throws IOException {
        String name = "message-" + ++messages;
        Path file = folder.resolve(name);
        Files.writeString(file, message, StandardCharsets.ISO_8859_1);
        OutputStream questions = process.getOutputStream();
        questions.write((name + "\n").getBytes(StandardCharsets.ISO_8859_1));
        questions.flush();
        String answer = answers.readLine();
        Files.delete(file);
        if (answer == null || !answer.startsWith(name)) {
            return fail("dkimpy says " + answer);
        }
        List<String> words = Arrays.asList(answer.split(" "));
        return words.subList(1, words.size());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("dkimpy does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
