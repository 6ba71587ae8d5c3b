package org.vidimus.daemon.miltertest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.PolicyKeys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.config.Values;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.outside.Outside;
import org.vidimus.policy.authres.AuthservId;

/// OpenDKIM's `miltertest`, an MTA of another make, drives the daemon through the scripts in
/// `src/test/miltertest`, over TCP and over a unix socket.
///
/// Without the program (Debian's package `miltertest`) the tests are skipped and say so; with
/// `VIDIMUS_REQUIRE_MILTERTEST=1` in the environment they fail.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiltertestTest {
    private static final Path SCRIPTS = Path.of("src/test/miltertest").toAbsolutePath();
    private static final long LIMIT_SECONDS = 60;

    private List<Wiring> daemons = List.of();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        daemons = List.of(
                daemon(folder.resolve("named.sock"), Optional.of(new AuthservId("mx.example.com"))),
                daemon(folder.resolve("unnamed.sock"), Optional.empty()));
    }

    /// The daemon as `vidimus milter` starts it, on a TCP port and on a unix socket.
    private static Wiring daemon(Path socket, Optional<AuthservId> id) throws Exception {
        List<MilterSocket> sockets = List.of(new MilterSocket.Inet("127.0.0.1", 0), new MilterSocket.Unix(socket));
        Values values = Keys.ROOT
                .defaults()
                .with(Keys.MILTER, Keys.LISTEN, sockets)
                .with(PolicyKeys.VERIFY, PolicyKeys.AUTHSERV_ID, id)
                // Nothing is verified, so no DNS is asked.
                .with(
                        PolicyKeys.ROLES,
                        PolicyKeys.ROLES_SIGN,
                        sockets.stream().map(MilterSocket::toString).toList());
        return Wiring.start(Settings.of(values));
    }

    @AfterAll
    void stop() throws IOException {
        for (Wiring daemon : daemons) {
            daemon.close();
        }
    }

    static Stream<Arguments> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".lua")
                            && !List.of("run.lua", "kit.lua").contains(name))
                    .map(name -> name.substring(0, name.length() - ".lua".length()))
                    .sorted()
                    .toList();
            assertFalse(names.isEmpty());
            return names.stream().flatMap(name -> Stream.of(Arguments.of(name, "inet"), Arguments.of(name, "unix")));
        }
    }

    @ParameterizedTest(name = "{0} over {1}")
    @MethodSource("scripts")
    void theScriptEndsWell(String script, String kind, @TempDir Path folder) throws Exception {
        if (Outside.program("miltertest").isEmpty()) {
            Outside.missing("VIDIMUS_REQUIRE_MILTERTEST", "no miltertest: install the package of that name");
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        "miltertest",
                        "-Dfolder=" + SCRIPTS,
                        "-Dscript=" + script,
                        "-Dsocket=" + socket(daemons.getFirst(), kind),
                        "-Dunnamed=" + socket(daemons.getLast(), kind),
                        "-s" + SCRIPTS.resolve("run.lua"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(log, StandardCharsets.UTF_8);
            if (!ended) {
                fail(script + " did not end: " + said);
            }
            assertEquals(0, process.exitValue(), said);
        } finally {
            process.destroyForcibly();
        }
    }

    private static MilterSocket socket(Wiring daemon, String kind) {
        return daemon.sockets().stream()
                .filter(socket -> kind.equals(socket instanceof MilterSocket.Unix ? "unix" : "inet"))
                .findFirst()
                .orElseThrow();
    }
}
