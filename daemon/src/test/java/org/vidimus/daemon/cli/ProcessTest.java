package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process: signals, exit statuses, and that nothing but its own lines reaches its output.
@Timeout(60)
class ProcessTest {
    private static final Pattern SOCKET = Pattern.compile("inet:\\d+@127\\.0\\.0\\.1");

    @Test
    void aSignalEndsTheFilterCleanly(@TempDir Path folder) throws Exception {
        Process milter = start("milter", "--listen", "inet:0@127.0.0.1", "--trust", "192.0.2.0/24");
        try (BufferedReader out = milter.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = new ArrayList<>(List.of(out.readLine(), out.readLine()));
            Matcher socket = SOCKET.matcher(lines.get(1));
            assertTrue(socket.find(), lines.toString());
            Path message = Files.writeString(folder.resolve("m.eml"), "Subject: hi\n\nbody\n");

            Process send = start("milter", "send", message.toString(), "--to", socket.group());
            List<String> sent = send.inputReader(StandardCharsets.UTF_8).readAllLines();
            assertEquals(0, send.waitFor());
            assertEquals("", errors(send));
            assertTrue(sent.contains("verdict continue"), sent.toString());
            assertTrue(sent.contains("Authentication-Results: mx.example.com; none"), sent.toString());

            milter.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too
            lines.addAll(out.readAllLines());
            assertEquals(0, milter.waitFor());
            assertEquals("", errors(milter));
            List<String> texts = lines.stream()
                    .map(line -> line.replaceFirst("^\\S+ INFO  ", ""))
                    .toList();
            assertTrue(texts.get(0).startsWith("vidimus starts version="), texts.get(0));
            assertTrue(texts.get(1).startsWith("listening socket="), texts.get(1));
            assertTrue(texts.get(2).startsWith("message queue-id=VIDIMUS000001 client=192.0.2.1 "), texts.get(2));
            // Whether the end of the sender's connection has been noticed by then is left to chance.
            assertTrue(texts.get(3).matches("stopping connections=[01]"), texts.get(3));
            assertEquals(List.of("stopped"), texts.subList(4, texts.size()));
        } finally {
            milter.destroyForcibly();
        }
    }

    @Test
    void aSignalEndsTheTrace(@TempDir Path folder) throws Exception {
        Path recording = folder.resolve("wire.log");
        Process trace = start("milter", "trace", "--listen", "inet:0@127.0.0.1", "--record", recording.toString());
        try (BufferedReader out = trace.inputReader(StandardCharsets.UTF_8)) {
            assertTrue(SOCKET.matcher(out.readLine()).find());
            trace.toHandle().destroy();
            assertEquals(List.of(), out.readAllLines());
            assertEquals(0, trace.waitFor());
            assertTrue(Files.exists(recording));
        } finally {
            trace.destroyForcibly();
        }
    }

    @Test
    void aMessageLargerThanTheHeapIsChecked(@TempDir Path folder) throws Exception {
        Path example = Path.of("..", "docs", "example");
        Path message = folder.resolve("large.eml");
        try (var out = Files.newBufferedWriter(message)) {
            out.write(Files.readString(example.resolve("message.eml")));
            for (int line = 0; line < 1_000_000; line++) {
                out.write("one of very many lines of a body that fills the disk\n");
            }
        }
        String[] arguments = {
            "check", "-", "--zone", example.resolve("dns.zone").toString(), "--json"
        };
        Process check = start(
                List.of("-Xmx40m", "-XX:+UseSerialGC"), ProcessBuilder.Redirect.from(message.toFile()), arguments);
        List<String> lines = check.inputReader(StandardCharsets.UTF_8).readAllLines();
        assertEquals(0, check.waitFor(), errors(check));
        assertEquals("", errors(check));
        assertEquals(1, lines.size());
        String octets = "\"octets\":" + Files.size(message);
        assertTrue(lines.getFirst().contains(octets), lines.getFirst());
        assertTrue(lines.getFirst().contains("\"reason\":\"body hash did not verify\""), lines.getFirst());
    }

    private static Process start(String... arguments) throws IOException {
        return start(List.of(), ProcessBuilder.Redirect.PIPE, arguments);
    }

    private static Process start(List<String> options, ProcessBuilder.Redirect input, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.vidimus.daemon.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectInput(input).start();
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
