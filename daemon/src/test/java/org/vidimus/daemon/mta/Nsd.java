package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vidimus.milter.mta.RealMta;

/// A real name server, NLnet Labs' nsd, on a port of 127.0.0.1. It is the authority for everything: what is not in
/// the zone does not exist. It has the zones in `broken` as well, which it cannot load, so below them every answer is
/// SERVFAIL.
///
/// Where it is not installed the test is skipped and says so; with VIDIMUS_REQUIRE_MTA=1, as for the mail servers, it
/// fails instead.
///
/// Thread-safe.
final class Nsd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nsd");
    /// It ends with whoever started it, however that ends: the pipe breaks.
    private static final String UNTIL_INPUT_ENDS =
            "\"$1\" -d -c \"$2\" </dev/null & server=$!; cat >/dev/null; kill $server; wait $server; true";

    private final Process process;
    private final int port;

    private Nsd(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one, and waits until it answers.
    ///
    /// @param folder an empty folder for its files
    /// @param records lines of a master file with `$ORIGIN .`
    /// @param broken zones that it cannot load, with a dot at the end
    static Nsd start(Path folder, List<String> records, String... broken) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            skip();
        }
        int port = freePort();
        Files.writeString(folder.resolve("root.zone"), """
                $ORIGIN .
                $TTL 300
                . SOA ns.test. root.test. 1 3600 600 86400 60
                . NS ns.test.
                ns.test. A 127.0.0.1
                %s
                """.formatted(String.join("\n", records)));
        Path configuration = folder.resolve("nsd.conf");
        Files.writeString(configuration, configuration(folder, port, broken));
        Process process = new ProcessBuilder(
                        "sh", "-c", UNTIL_INPUT_ENDS, "nsd", PROGRAM.toString(), configuration.toString())
                .redirectErrorStream(true)
                .start();
        Nsd nsd = new Nsd(process, port);
        StringBuilder log = new StringBuilder();
        // It opens its sockets before it says so, and what is asked from then on waits there.
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            log.append(line).append('\n');
            if (line.contains("nsd started")) {
                return nsd;
            }
        }
        nsd.close();
        return fail("nsd does not start: " + log);
    }

    private static void skip() {
        if (Boolean.getBoolean("vidimus.require.mta") || "1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail("nsd is required here, but there is no " + PROGRAM);
        }
        System.err.println("SKIPPED, no real name server: no " + PROGRAM);
        abort("no " + PROGRAM);
    }

    private static String configuration(Path folder, int port, String... broken) {
        StringBuilder text = new StringBuilder("""
                server:
                  ip-address: 127.0.0.1@%d
                  username: ""
                  zonesdir: "%s"
                  database: ""
                  zonelistfile: "zone.list"
                  xfrdfile: "xfrd.state"
                  xfrdir: "%2$s"
                  pidfile: ""
                  server-count: 1
                remote-control:
                  control-enable: no
                zone:
                  name: "."
                  zonefile: root.zone
                """.formatted(port, folder));
        for (String zone : broken) {
            text.append("zone:\n  name: \"%s\"\n  zonefile: there-is-none.zone\n".formatted(zone));
        }
        return text.toString();
    }

    /// A port on which nobody listens over TCP or UDP.
    private static int freePort() throws IOException {
        while (true) {
            int port = RealMta.freePort();
            try (DatagramSocket attempt = new DatagramSocket(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port))) {
                return attempt.getLocalPort();
            } catch (BindException _) {
                // Taken; another one.
            }
        }
    }

    /// Where it answers, as the configuration spells a server.
    String server() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("nsd does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
