package org.vidimus.daemon.opendkim;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.vidimus.milter.client.ClientSession;
import org.vidimus.milter.client.FilterSettings;
import org.vidimus.milter.client.MilterClient;
import org.vidimus.milter.client.Mta;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;

/// The real OpenDKIM with one configuration, on a socket of its own. It runs in the foreground, as whoever runs the
/// tests, and asks no DNS, since it only signs.
///
/// Where it is not installed the test is skipped and says so; with `VIDIMUS_REQUIRE_MTA=1` it fails.
final class OpenDkim implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/opendkim");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /// It ends with whoever started it, however that ends: the pipe breaks. Asked politely it takes five seconds.
    private static final String UNTIL_INPUT_ENDS =
            "\"$1\" -f -x \"$2\" -p \"$3\" </dev/null & filter=$!; cat >/dev/null; kill -KILL $filter; wait $filter; true";

    private final Process process;
    private final MilterClient client;

    private OpenDkim(Process process, MilterClient client) {
        this.process = process;
        this.client = client;
    }

    /// Ends the test if there is no OpenDKIM.
    static void require() {
        if (Files.isExecutable(PROGRAM)) {
            return;
        }
        String message = "no " + PROGRAM + " (.ci/install-test-tools installs it)";
        if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    /// Whether OpenDKIM would start with this file.
    static boolean accepts(Path configuration, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        PROGRAM.toString(), "-n", "-x", configuration.toString(), "-p", "inet:1@127.0.0.1")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    /// Starts one and waits until it listens.
    static OpenDkim start(Path configuration, Path folder, Transport transport)
            throws IOException, InterruptedException {
        Path socket = folder.resolve("s");
        Path log = folder.resolve("opendkim.log");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        UNTIL_INPUT_ENDS,
                        "opendkim",
                        PROGRAM.toString(),
                        configuration.toString(),
                        "local:" + socket)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        MilterClient client = new MilterClient(
                transport,
                FilterSettings.of(new MilterSocket.Unix(socket)),
                Mta.of(MtaProfile.POSTFIX, "mx.example.net"));
        OpenDkim filter = new OpenDkim(process, client);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            try (ClientSession session = client.open()) {
                if (session.failure().isEmpty()) {
                    session.quit();
                    return filter;
                }
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        filter.close();
        return fail("OpenDKIM does not start: " + Files.readString(log, StandardCharsets.UTF_8));
    }

    ClientSession open() throws InterruptedException {
        return client.open();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
