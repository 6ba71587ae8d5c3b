package org.vidimus.daemon.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vidimus.daemon.cli.Cli;
import org.vidimus.daemon.cli.Terminal;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.ServerResolver;
import org.vidimus.signer.lifecycle.Knot;

/// Rotations of a domain's two keys, one after the other, each as soon as the one before it has shown in mail.
///
/// What takes days in earnest takes seconds here: a record stays for 8 s after its key has retired, of which the filter
/// needs one to notice, and mail lies in a queue for 4 s.
final class RotationScene implements AutoCloseable {
    private static final Duration QUEUE = Duration.ofSeconds(4);
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final Pattern DONE = Pattern.compile("example\\.org (\\S+): done: (active|revoked).*");

    private final Knot dns;
    private final Path configuration;

    private RotationScene(Knot dns, Path configuration) {
        this.dns = dns;
        this.configuration = configuration;
    }

    /// Starts the name server, and takes the first keys so far that they sign.
    static RotationScene start(Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("tsig"), Knot.SECRET + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Knot dns = Knot.start(Files.createDirectory(folder.resolve("knot")), "example.org");
        Path configuration = Files.writeString(
                folder.resolve("vidimus.toml"), """
                milter.listen = ["inet:0@127.0.0.1"]
                dns.servers = ["%1$s"]

                [keys]
                directory = "%2$s"
                publish-wait = "0s"
                signature-lifetime = "4s"
                queue-life = "4s"
                keep-revoked = "1h"
                update-server = "%1$s"
                update-key = "vidimus:hmac-sha256:%3$s"

                [sign]
                refresh = "1s"
                expire = "none"

                [[sign.rule]]
                from = "example.org"
                managed = true
                """.formatted(dns.address(), folder.resolve("keys"), key));
        var scene = new RotationScene(dns, configuration);
        scene.activate(new HashSet<>());
        return scene;
    }

    /// Runs a command of `vidimus keys` as a timer would, and returns its lines.
    private List<String> keys(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = new Cli(new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8)))
                .run(Stream.of(List.of("keys"), List.of(arguments), List.of("-c", configuration.toString()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        String said = out.toString(StandardCharsets.UTF_8);
        assertEquals(0, status, () -> said + err.toString(StandardCharsets.UTF_8));
        return said.lines().toList();
    }

    /// Those of the keys named in `lines` of which something is said.
    private static Set<String> selectors(List<String> lines, String what) {
        return lines.stream()
                .map(DONE::matcher)
                .filter(line -> line.matches() && line.group(2).equals(what))
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }

    /// Goes on until an RSA and an Ed25519 key have become active, and returns their selectors.
    ///
    /// @param emptied gets the keys whose records are emptied by the way
    private Set<String> activate(Set<String> emptied) {
        var active = new HashSet<String>();
        repeat("no new keys", () -> {
            List<String> lines = keys("rotate", "example.org");
            active.addAll(selectors(lines, "active"));
            emptied.addAll(selectors(lines, "revoked"));
            return active.size() == 2;
        });
        return active;
    }

    /// Runs one command after the other until it is done.
    private static void repeat(String why, BooleanSupplier done) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, why);
        }
    }

    /// Rotates while mail flows, until the first keys are gone from the DNS.
    Figures run(int rotations, int senders) throws Exception {
        try (Daemon daemon = Daemon.start(configuration);
                var resolver = new ServerResolver(
                        DnsSettings.of(List.of(dns.address())),
                        Budgets.Dns.DEFAULT,
                        System::nanoTime,
                        new SecureRandom())) {
            long begin = System.nanoTime();
            Mail mail = new Mail(daemon.socket(), senders, resolver, QUEUE);
            var emptied = new HashSet<String>();
            try (mail) {
                for (int i = 0; i < rotations && mail.failures().isEmpty(); i++) {
                    Set<String> active = activate(emptied);
                    assertTrue(mail.awaitSignatures(active), () -> "nothing is signed with " + active);
                }
                repeat("no record is emptied", () -> {
                    emptied.addAll(selectors(keys("rotate", "--due"), "revoked"));
                    return !mail.failures().isEmpty() || emptied.size() >= 2 && mail.late() > 0;
                });
            }
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            daemon.stop();
            return new Figures(
                    rotations,
                    mail.messages(),
                    mail.late(),
                    mail.keys(),
                    emptied.size(),
                    mail.failures(),
                    daemon.log().stream()
                            .filter(line -> !line.contains(" INFO  "))
                            .toList(),
                    daemon.log().stream()
                            .filter(line -> line.contains(" unsigned="))
                            .count(),
                    time);
        }
    }

    @Override
    public void close() {
        dns.close();
    }

    /// For `bench/rotate`: prints figures, and ends with status 1 if anything failed.
    ///
    /// @param arguments a folder, the number of rotations, and that of senders
    public static void main(String[] arguments) throws Exception {
        try (RotationScene scene = start(Path.of(arguments[0]))) {
            Figures figures = scene.run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            figures.lines().forEach(System.out::println);
            boolean good = figures.failures().isEmpty() && figures.complaints().isEmpty() && figures.unsigned() == 0;
            System.exit(good ? 0 : 1);
        }
    }
}
