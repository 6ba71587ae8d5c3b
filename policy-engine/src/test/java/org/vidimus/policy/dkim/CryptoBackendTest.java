package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;

class CryptoBackendTest {
    /// Says which libraries were chosen; run as a program of its own.
    public static final class Program {
        private Program() {}

        /// Prints the description.
        ///
        /// @param arguments a choice
        public static void main(String[] arguments) {
            try {
                System.out.println(CryptoBackend.of(CryptoBackend.Choice.valueOf(arguments[0]))
                        .description());
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void nothingIsMissingWithoutAccp() throws IOException, InterruptedException, URISyntaxException {
        String fallback = "RSA by the JDK, Ed25519 by Bouncy Castle";
        assertEquals(fallback + "; ACCP is not installed", run("AUTO"));
        assertEquals(fallback, run("JDK"));
        assertEquals("refused: ACCP is not installed", run("ACCP"));
    }

    @Test
    void nothingIsMissingWhereAccpDoesNotLoad() throws IOException, InterruptedException, URISyntaxException {
        Path accp = location("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
        String chosen = run("AUTO", accp, "-Djava.io.tmpdir=/proc"); // it unpacks its library there

        assertTrue(chosen.startsWith("RSA by the JDK, Ed25519 by Bouncy Castle; ACCP did not load: "), chosen);
    }

    private static String run(String choice) throws IOException, InterruptedException, URISyntaxException {
        return run(choice, location(CryptoBackendTest.class), "-Dx=y");
    }

    private static String run(String choice, Path more, String option)
            throws IOException, InterruptedException, URISyntaxException {
        List<Path> classPath = new ArrayList<>(List.of(more));
        for (Class<?> each :
                List.of(CryptoBackend.class, CryptoBackendTest.class, Caffeine.class, Ed25519Signer.class)) {
            classPath.add(location(each));
        }
        Process process = new ProcessBuilder(Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                option,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                                Program.class.getName(),
                                choice)
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static Path location(String name) throws URISyntaxException {
        try {
            return location(Class.forName(name, false, CryptoBackendTest.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
