package org.vidimus.policy.dns;

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
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// The real NSD, an authoritative name server, on a free port of the loopback interface.
///
/// It is Debian's package `nsd`. Where it is missing the test is skipped and says so; with VIDIMUS_REQUIRE_MTA=1 in the
/// environment it fails instead.
final class Nsd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nsd");
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Process process;
    private final ServerAddress address;

    private Nsd(Process process, ServerAddress address) {
        this.process = process;
        this.address = address;
    }

    /// Starts it in `folder`, serving `zone` from the apex `origin`.
    static Nsd start(Path folder, String origin, String zone) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            skip();
        }
        int port = freePort();
        Files.writeString(folder.resolve("zone"), zone);
        Path configuration = Files.writeString(folder.resolve("nsd.conf"), """
                server:
                  ip-address: 127.0.0.1@%d
                  server-count: 1
                  username: ""
                  chroot: ""
                  database: ""
                  zonesdir: "%s"
                  pidfile: "%2$s/pid"
                  zonelistfile: "%2$s/zone.list"
                  xfrdfile: "%2$s/xfrd.state"
                  xfrdir: "%2$s"
                remote-control:
                  control-enable: no
                zone:
                  name: "%s"
                  zonefile: "zone"
                """.formatted(port, folder, origin));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-d", "-V", "1", "-c", configuration.toString())
                .redirectErrorStream(true)
                .start();
        Nsd nsd = new Nsd(process, new ServerAddress(LOOPBACK, port));
        nsd.awaitStart();
        return nsd;
    }

    private static void skip() {
        String why = PROGRAM + " is not there; install Debian's package nsd";
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

    /// Reads what it says until it serves, and goes on reading, lest it stop at a full pipe.
    private void awaitStart() throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("nsd started")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return;
            }
        }
        fail("nsd did not start: " + said);
    }

    List<ServerAddress> servers() {
        return List.of(address);
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
