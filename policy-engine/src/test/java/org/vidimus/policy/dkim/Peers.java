package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Other implementations of DKIM, each a process of its own that takes many messages; `.ci/install-test-tools`
/// installs them. Where one is missing tests are skipped and say so; with `VIDIMUS_REQUIRE_MTA=1` they fail.
/// None of them asks the DNS: keys come from a file.
///
/// @param folder a folder of the test's own, for messages and keys
public record Peers(Path folder) {
    private static final Path SOURCES = Path.of("..", "policy-engine", "src", "test", "peers"); // from any module
    private static final String PYTHON = "/usr/bin/python3"; // Debian's own, which has Debian's modules
    private static final String KEYS = "keys";

    /// The peers, their messages in `folder`.
    public static Peers in(Path folder) throws IOException, InterruptedException {
        Peers peers = new Peers(folder);
        peers.require("dkimpy", PYTHON, "-c", "import dkim, nacl");
        peers.require("Mail::DKIM", "perl", "-MMail::DKIM::Verifier", "-e", "1");
        peers.require(
                "libopendkim",
                "gcc",
                "-Wall",
                "-o",
                folder.resolve("libopendkim-peer").toString(),
                SOURCES.resolve("libopendkim-peer.c").toString(),
                "-lopendkim");
        return peers;
    }

    private void require(String name, String... command) throws IOException, InterruptedException {
        String why;
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            why = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        String message = name + " is not here (.ci/install-test-tools installs it): " + why;
        if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    /// Writes a message and gives its name back.
    public String put(String name, byte[] message) throws IOException {
        Files.write(folder.resolve(name), message);
        return name;
    }

    public byte[] message(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    /// Has messages signed in place.
    ///
    /// @param jobs `NAME HEADER BODY ALGORITHM LENGTH FIELDS`
    public void sign(String peer, Path key, String selector, String domain, List<String> jobs)
            throws IOException, InterruptedException {
        run(jobs, command(peer, "sign", key.toString(), selector, domain, folder.toString()));
    }

    /// What a peer says of each message's signatures: for each `pass` or `no`.
    public Map<String, List<String>> verify(String peer, Map<String, String> keys, List<String> names)
            throws IOException, InterruptedException {
        Path file = folder.resolve(KEYS);
        Files.writeString(
                file,
                keys.entrySet().stream()
                        .map(key -> key.getKey() + "\t" + key.getValue() + "\n")
                        .collect(Collectors.joining()));
        List<String> command = peer.equals("libopendkim")
                ? List.of(folder.resolve("libopendkim-peer").toString(), file.toString(), folder.toString())
                : command(peer, "verify", file.toString(), folder.toString());
        Map<String, List<String>> words = new TreeMap<>();
        for (String line : run(names, command)) {
            String[] parts = line.split(" ");
            words.put(parts[0], Arrays.asList(parts).subList(1, parts.length));
        }
        assertEquals(names.size(), words.size(), peer + " did not answer for every message");
        return words;
    }

    private static List<String> command(String peer, String... arguments) {
        Stream<String> program = peer.equals("dkimpy")
                ? Stream.of(PYTHON, SOURCES.resolve("dkimpy-peer").toString())
                : Stream.of("perl", SOURCES.resolve("mail-dkim-peer").toString());
        return Stream.concat(program, Stream.of(arguments)).toList();
    }

    private List<String> run(List<String> input, List<String> command) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        Path lines = folder.resolve("input");
        Files.write(lines, input);
        Process process = new ProcessBuilder(command)
                .redirectInput(lines.toFile())
                .redirectError(errors.toFile())
                .start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            fail(command + ": " + Files.readString(errors, StandardCharsets.ISO_8859_1));
        }
        return output;
    }
}
