package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.transcript.Await;

/// The real opendkim as a filter that verifies, on a port of 127.0.0.1. Its keys come from a file, as its own tests
/// have it. What it finds stands in the Authentication-Results field of [#ID].
///
/// Where it is not installed the test is skipped and says so; with VIDIMUS_REQUIRE_MTA=1, as for the mail servers, it
/// fails instead.
///
/// Thread-safe.
final class OpenDkimJudge implements AutoCloseable {
    static final String ID = "judge.example.net";

    private static final Path PROGRAM = Path.of("/usr/sbin/opendkim");
    private static final Duration START = Duration.ofSeconds(20);
    /// It ends with whoever started it, however that ends: the pipe breaks.
    private static final String UNTIL_INPUT_ENDS =
            "\"$1\" -f -x \"$2\" </dev/null & judge=$!; cat >/dev/null; kill $judge; wait $judge; true";

    private static final Pattern FIELD =
            Pattern.compile("(?m)^Authentication-Results: " + Pattern.quote(ID) + ";((?:.*\r\n[ \t])*.*)\r\n");
    private static final Pattern RESULT =
            Pattern.compile("dkim=(\\S+) [^;]*?header\\.d=(\\S+)[^;]*?header\\.b=\"?([^\";]*)");

    private final Process process;
    private final int port;

    private OpenDkimJudge(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one, and waits until it answers.
    ///
    /// @param folder an empty folder for its files
    /// @param keys whose signatures it can check
    static OpenDkimJudge start(Path folder, List<TestKey> keys) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            skip();
        }
        Path records = folder.resolve("keys");
        Files.write(
                records, keys.stream().map(key -> key.name() + " " + key.text()).toList());
        int port = RealMta.freePort();
        Path configuration = folder.resolve("opendkim.conf");
        // InternalHosts: nobody, for it would take mail from there to be its own to sign.
        Files.writeString(configuration, """
                Socket inet:%d@127.0.0.1
                Mode v
                InternalHosts csl:192.0.2.255
                AuthservID %s
                AlwaysAddARHeader yes
                TestPublicKeys %s
                Syslog no
                """.formatted(port, ID, records));
        Process process = new ProcessBuilder(
                        "sh", "-c", UNTIL_INPUT_ENDS, "opendkim", PROGRAM.toString(), configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        OpenDkimJudge judge = new OpenDkimJudge(process, port);
        if (!Await.until(START, () -> !process.isAlive() || judge.listens()) || !process.isAlive()) {
            judge.close();
            fail("opendkim does not start: " + Files.readString(folder.resolve("log")));
        }
        return judge;
    }

    private static void skip() {
        if (Boolean.getBoolean("vidimus.require.mta") || "1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail("opendkim is required here, but there is no " + PROGRAM);
        }
        System.err.println("SKIPPED, no opendkim: no " + PROGRAM);
        abort("no " + PROGRAM);
    }

    private boolean listens() {
        try (Socket attempt = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            return attempt.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    /// Where it listens, as the rigs write it.
    String socket() {
        return "inet:127.0.0.1:" + port;
    }

    /// What it said of each signature, from the top: `pass honest.example`, `no honest.example`.
    static List<String> verdicts(String message) {
        List<MatchResult> fields = FIELD.matcher(message).results().toList();
        if (fields.size() != 1) {
            fail("not one field of " + ID + ":\n" + message);
        }
        String field = fields.getFirst().group(1).replaceAll("\r\n[ \t]+", " ");
        return RESULT.matcher(field)
                .results()
                .map(result -> (result.group(1).equals("pass") ? "pass " : "no ") + result.group(2))
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("opendkim does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
