package org.vidimus.daemon.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Private keys of all kinds, made by OpenSSL.
final class TestKeys {
    private static final List<String> RSA = List.of("rsa 2048", "rsa2 2048", "mid 1024", "small 512");

    private TestKeys() {}

    /// Makes them in `folder`.
    static Path in(Path folder) throws IOException, InterruptedException {
        for (String key : RSA) {
            String[] parts = key.split(" ");
            openssl("genrsa", "-out", folder.resolve(parts[0] + ".pem").toString(), parts[1]);
        }
        openssl(
                "genpkey",
                "-algorithm",
                "ed25519",
                "-out",
                folder.resolve("ed.pem").toString());
        Files.writeString(folder.resolve("garbage.pem"), "this is no key\n");
        return folder;
    }

    /// Puts copies where a scenario's tables look for them.
    static void copy(Path keys, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(keys)) {
            for (Path key : files.toList()) {
                Files.copy(key, folder.resolve(key.getFileName().toString()));
            }
        }
        Files.createDirectories(folder.resolve("keys/there.example"));
        Files.copy(keys.resolve("rsa.pem"), folder.resolve("keys/there.example/k.pem"));
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
