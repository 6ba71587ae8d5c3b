package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.vidimus.policy.dns.ServerAddress;

/// The real Knot DNS, primary server of some zones, on a free port of the loopback interface. Updates have to be
/// signed with the key `vidimus` (HMAC-SHA256) or `vidimus512` (HMAC-SHA512); the key `reader` may ask only.
///
/// It is Debian's package `knot`. Where it is missing the test is skipped and says so; with VIDIMUS_REQUIRE_MTA=1 in
/// the environment it fails instead.
public final class Knot implements AutoCloseable {
    public static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Path PROGRAM = Path.of("/usr/sbin/knotd");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Process process;
    private final ServerAddress address;

    private Knot(Process process, ServerAddress address) {
        this.process = process;
        this.address = address;
    }

    /// Starts it in `folder`, serving zones that hold what every zone does.
    public static Knot start(Path folder, String... zones) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            skip();
        }
        int port = freePort();
        for (String zone : zones) {
            Files.writeString(folder.resolve(zone + ".zone"), """
                    $ORIGIN %s.
                    $TTL 60
                    @ SOA ns hostmaster 1 60 60 600 60
                    @ NS ns
                    ns A 127.0.0.1
                    taken._domainkey TXT "something else"
                    alias._domainkey CNAME alias.elsewhere.example.
                    child NS ns.elsewhere.example.
                    """.formatted(zone));
        }
        String zoneList = List.of(zones).stream()
                .map(zone -> "  - domain: %s\n    file: %s/%1$s.zone\n    acl: [update, ask]\n".formatted(zone, folder))
                .collect(Collectors.joining());
        Path configuration =
                Files.writeString(folder.resolve("knot.conf"), """
                server:
                  listen: 127.0.0.1@%d
                  rundir: "%s"
                  pidfile: "%2$s/pid"
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                database:
                  storage: "%2$s"
                  journal-db-max-size: 8M
                  kasp-db-max-size: 8M
                  timer-db-max-size: 8M
                log:
                  - target: stderr
                    any: info
                key:
                  - id: vidimus
                    algorithm: hmac-sha256
                    secret: %3$s
                  - id: vidimus512
                    algorithm: hmac-sha512
                    secret: %3$s
                  - id: reader
                    algorithm: hmac-sha256
                    secret: %3$s
                acl:
                  - id: update
                    key: [vidimus, vidimus512]
                    action: update
                  - id: ask
                    key: reader
                    action: transfer
                template:
                  - id: default
                    storage: "%2$s"
                    journal-max-usage: 1M
                zone:
                %4$s""".formatted(port, folder, SECRET, zoneList));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .start();
        var knot = new Knot(process, new ServerAddress(LOOPBACK, port));
        knot.awaitStart(zones.length);
        return knot;
    }

    private static void skip() {
        String why = PROGRAM + " is not there; install Debian's package knot";
        if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail(why);
        }
        System.err.println("SKIPPED: " + why);
        abort(why);
    }

    /// A port that is free for UDP and TCP, below those that the system gives to outgoing connections.
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket tcp = new ServerSocket(port, 1, LOOPBACK);
                    DatagramSocket udp = new DatagramSocket(port, LOOPBACK)) {
                if (udp.getLocalPort() == tcp.getLocalPort()) {
                    return port;
                }
            } catch (BindException _) {
                // taken
            }
        }
    }

    /// Reads what it says until all zones are served, and goes on reading, lest it stop at a full pipe.
    private void awaitStart(int zones) throws IOException {
        var said = new StringBuilder();
        int loaded = 0;
        boolean started = false;
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            loaded += line.contains("] loaded, serial") ? 1 : 0;
            started |= line.contains("server started");
            if (started && loaded == zones) {
                Thread.ofVirtual().start(() -> drain(output));
                return;
            }
        }
        fail("knotd did not start: " + said);
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.read() >= 0) {}
        } catch (IOException _) {
            // it has ended
        }
    }

    public ServerAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
