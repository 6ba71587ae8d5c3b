package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A device made of files: SoftHSM with one token. Its library takes its configuration from the environment, so
/// that whoever uses it does so in a Java of its own. Where it is missing tests are skipped and say so; with
/// `VIDIMUS_REQUIRE_MTA=1` they fail.
///
/// @param folder where it lies, `tokens` below
/// @param slot the number of its slot
record SoftHsm(Path folder, String slot) {
    static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    static final String PIN = "5678";
    private static final Pattern SLOT = Pattern.compile("slot (\\d+)\\s*$");

    static SoftHsm in(Path folder) throws IOException, InterruptedException {
        if (!Files.exists(MODULE)) {
            String message = "softhsm2 is not here (.ci/install-test-tools installs it)";
            if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
                fail(message);
            }
            System.err.println("SKIPPED: " + message);
            abort(message);
        }
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(folder.resolve("softhsm.conf"), "directories.tokendir = " + folder.resolve("tokens") + "\n");
        SoftHsm fresh = new SoftHsm(folder, "");
        String said = fresh.run("softhsm2-util --init-token --free --label t1 --so-pin 1234 --pin " + PIN);
        Matcher slot = SLOT.matcher(said);
        assertTrue(slot.find(), said);
        SoftHsm ready = new SoftHsm(folder, slot.group(1));
        Files.writeString(
                folder.resolve("sun.cfg"), "name = t1\nlibrary = " + MODULE + "\nslot = " + ready.slot + "\n");
        return ready;
    }

    /// Makes a key in the device, and the certificate that Java wants beside it.
    void make(String label, String kind) throws IOException, InterruptedException {
        run(java("keytool") + " -genkeypair -alias " + label + " " + kind + " -dname CN=" + label
                + " -storetype PKCS11 -keystore NONE -storepass " + PIN
                + " -providerClass sun.security.pkcs11.SunPKCS11 -providerArg sun.cfg");
    }

    static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /// A process that has the device.
    Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm.conf").toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private String run(String command) throws IOException, InterruptedException {
        Process process = start(List.of(command.split(" ")));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), command);
        assertEquals(0, process.exitValue(), command + ": " + said);
        return said;
    }

    /// Takes the device away.
    void unplug() throws IOException {
        Files.move(folder.resolve("tokens"), folder.resolve("away"));
    }

    /// What a process answers to a line.
    static String ask(Process process, BufferedReader answers, String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return String.valueOf(answers.readLine());
    }
}
