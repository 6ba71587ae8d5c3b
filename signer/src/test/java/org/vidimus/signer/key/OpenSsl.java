package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Files of keys as OpenSSL writes them. Where it is missing tests are skipped and say so; with
/// `VIDIMUS_REQUIRE_MTA=1` they fail.
///
/// @param folder where they are written
record OpenSsl(Path folder) {
    /// Runs it in the folder; `arguments` are cut at blanks.
    void run(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            String message = "openssl is not here (.ci/install-test-tools installs it): " + e.getMessage();
            if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
                fail(message);
            }
            System.err.println("SKIPPED: " + message);
            abort(message);
            return;
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), arguments);
        assertTrue(process.exitValue() == 0, arguments + ": " + said);
    }

    /// A file that it wrote, which only its owner may read.
    Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /// A file with this text, which only its owner may read.
    Path write(String name, byte[] octets) throws IOException {
        Files.write(folder.resolve(name), octets);
        return file(name);
    }
}
