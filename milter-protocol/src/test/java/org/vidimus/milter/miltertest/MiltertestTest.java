package org.vidimus.milter.miltertest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.outside.Outside;
import org.vidimus.milter.transcript.RunningFilter;
import org.vidimus.milter.transcript.VidimusFilter;

/// OpenDKIM's `miltertest`, an MTA of another make, drives our server through the scripts in `src/test/miltertest`. The
/// filter they need stands in them, in lines that begin with `-- filter: ` (docs/transcripts.md).
class MiltertestTest {
    private static final String FILTER = "-- filter: ";

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(Outside.repository().resolve("milter-protocol/src/test/miltertest"))) {
            return files.filter(file -> file.toString().endsWith(".lua"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void agreesWith(Path script) throws IOException, InterruptedException {
        if (Outside.program("miltertest").isEmpty()) {
            Outside.missing("VIDIMUS_REQUIRE_MILTERTEST", "no miltertest: install the package of that name");
        }
        List<String> filter = Files.readAllLines(script, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith(FILTER))
                .map(line -> line.substring(FILTER.length()))
                .toList();
        int port = freePort();
        try (RunningFilter running = VidimusFilter.kind().start(filter, port)) {
            Process process = new ProcessBuilder(
                            "miltertest", "-D", "socket=inet:" + port + "@127.0.0.1", "-s", script.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
            assertEquals(0, process.exitValue(), said);
            assertEquals(List.of(), running.failures());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
