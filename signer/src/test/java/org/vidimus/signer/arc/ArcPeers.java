package org.vidimus.signer.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Other implementations of ARC, each a process of its own that takes many messages; `.ci/install-test-tools`
/// installs them. Where one is missing tests are skipped and say so; with `VIDIMUS_REQUIRE_MTA=1` they fail.
/// None of them asks the DNS: keys come from a file.
///
/// @param folder a folder of the test's own, for messages and keys
record ArcPeers(Path folder) {
    static final String DKIMPY = "dkimpy";
    static final String MAIL_DKIM = "Mail::DKIM";

    private static final Path SOURCES = Path.of("src", "test", "peers");
    private static final String PYTHON = "/usr/bin/python3"; // Debian's own, which has Debian's modules

    /// The peers, their messages in `folder`, every one of these domains with the same key.
    static ArcPeers in(Path folder, SealKey key, List<String> domains) throws IOException, InterruptedException {
        require(DKIMPY, PYTHON, "-c", "import authres, dkim");
        require(MAIL_DKIM, "perl", "-MMail::DKIM::ARC::Signer", "-MMail::DKIM::ARC::Verifier", "-e", "1");
        Files.writeString(folder.resolve("key.pem"), key.pem());
        Files.writeString(
                folder.resolve("keys"),
                domains.stream()
                        .map(domain -> "s._domainkey." + domain + "\t" + key.record() + "\n")
                        .collect(Collectors.joining()));
        return new ArcPeers(folder);
    }

    private static void require(String name, String... command) throws IOException, InterruptedException {
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

    /// What a peer writes above each message: the messages with it.
    Map<String, byte[]> seal(String peer, String domain, Map<String, byte[]> messages)
            throws IOException, InterruptedException {
        Map<String, String> answers =
                run(messages, peer, "seal", folder.resolve("key.pem").toString(), "s", domain, folder.toString());
        Map<String, byte[]> sealed = new LinkedHashMap<>();
        for (String name : messages.keySet()) {
            assertEquals("3", answers.get(name), peer + ": " + name + ": " + errors());
            sealed.put(name, Files.readAllBytes(folder.resolve(name)));
        }
        return sealed;
    }

    /// What a peer says of each message's chain.
    Map<String, String> validate(String peer, Map<String, byte[]> messages) throws IOException, InterruptedException {
        return run(messages, peer, "validate", folder.resolve("keys").toString(), folder.toString());
    }

    String errors() throws IOException {
        return Files.readString(folder.resolve("errors"), StandardCharsets.ISO_8859_1);
    }

    private Map<String, String> run(Map<String, byte[]> messages, String peer, String... arguments)
            throws IOException, InterruptedException {
        for (Map.Entry<String, byte[]> message : messages.entrySet()) {
            Files.write(folder.resolve(message.getKey()), message.getValue());
        }
        Path names = folder.resolve("names");
        Files.write(names, messages.keySet());
        Stream<String> program = peer.equals(DKIMPY)
                ? Stream.of(PYTHON, SOURCES.resolve("arc-dkimpy").toString())
                : Stream.of("perl", SOURCES.resolve("arc-mail-dkim").toString());
        Process process = new ProcessBuilder(
                        Stream.concat(program, Stream.of(arguments)).toList())
                .redirectInput(names.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        Map<String, String> answers = new LinkedHashMap<>();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(parts -> answers.put(parts[0], parts[1]));
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            fail(peer + ": " + errors());
        }
        return answers;
    }
}
