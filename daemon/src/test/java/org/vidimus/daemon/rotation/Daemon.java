package org.vidimus.daemon.rotation;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.Decoded;

/// The filter as a process of its own, on a free port of the loopback interface.
final class Daemon implements AutoCloseable {
    private static final Pattern SOCKET = Pattern.compile("inet:\\d+@127\\.0\\.0\\.1");

    private final Process process;
    private final MilterSocket socket;
    private final ConcurrentLinkedQueue<String> log;
    private final Thread reader;

    private Daemon(Process process, MilterSocket socket, ConcurrentLinkedQueue<String> log, Thread reader) {
        this.process = process;
        this.socket = socket;
        this.log = log;
        this.reader = reader;
    }

    /// Starts it with this configuration, and waits until it listens.
    static Daemon start(Path configuration) throws IOException {
        Process process = new ProcessBuilder(command("milter", "-c", configuration.toString()))
                .redirectErrorStream(true)
                .start();
        var log = new ConcurrentLinkedQueue<String>();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            log.add(line);
            Matcher socket = SOCKET.matcher(line);
            if (line.contains("listening") && socket.find()) {
                Thread reader = Thread.ofVirtual().start(() -> out.lines().forEach(log::add));
                return new Daemon(process, parse(socket.group()), log, reader);
            }
        }
        return fail("the daemon does not listen: " + log);
    }

    /// This program with these arguments, on the classes of the tests.
    static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.vidimus.daemon.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static MilterSocket parse(String text) {
        return switch (MilterSocket.parse(text)) {
            case Decoded.Ok<MilterSocket>(MilterSocket socket) -> socket;
            case Decoded.Malformed<MilterSocket>(String why) -> fail(why);
        };
    }

    MilterSocket socket() {
        return socket;
    }

    /// What it has logged so far.
    List<String> log() {
        return List.copyOf(log);
    }

    /// Ends it as an administrator would, and waits for its last line.
    void stop() throws InterruptedException {
        process.toHandle().destroy(); // SIGTERM; Process.destroy would close the streams too
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("the daemon does not stop");
        }
        reader.join();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
