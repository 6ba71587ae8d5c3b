package org.vidimus.milter.mta;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A running Postfix or Sendmail, in namespaces of its own, that listens on 127.0.0.1 and relays to a sink.
///
/// Where the machine cannot run one (no root, no packages, no namespaces) the test is skipped and says why; with the
/// system
/// property `vidimus.require.mta=true` or VIDIMUS_REQUIRE_MTA=1 in the environment it fails instead.
///
/// Thread-safe.
public final class RealMta implements AutoCloseable {
    /// The rig's exit code for what is not a fault of the test.
    private static final int UNAVAILABLE = 77;
    /// The first start downloads the packages.
    private static final Duration START = Duration.ofMinutes(2);

    private final Path rig;
    private final Path directory;
    private final int port;
    private final Process process;
    private final MtaLog log;

    private RealMta(Path rig, Path directory, int port, Process process) {
        this.rig = rig;
        this.directory = directory;
        this.port = port;
        this.process = process;
        this.log = new MtaLog(process.getInputStream());
    }

    /// Starts an MTA and waits until it serves SMTP.
    ///
    /// @param rig the folder with the scripts `run` and `exec`
    public static RealMta start(Path rig, MtaSettings settings) throws IOException {
        Path directory = Files.createTempDirectory("vidimus-mta-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(rig.resolve("run").toString()));
        command.addAll(List.of("--dir", directory.toString(), "--port", Integer.toString(port)));
        command.addAll(settings.arguments());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        RealMta mta = new RealMta(rig.toAbsolutePath(), directory, port, builder.start());
        if (mta.log.await(Pattern.compile("^READY$", Pattern.MULTILINE), START)) {
            return mta;
        }
        mta.close();
        String why = rig.toAbsolutePath() + ": " + mta.log.text().strip();
        if (mta.process.exitValue() == UNAVAILABLE) {
            skip(why);
        }
        return fail(why);
    }

    private static void skip(String why) {
        if (Boolean.getBoolean("vidimus.require.mta") || "1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
            fail("a real MTA is required here, but " + why);
        }
        // Not through a logger, which may be set to say nothing.
        System.err.println("SKIPPED, no real MTA: " + why);
        abort("no real MTA: " + why);
    }

    /// A port of 127.0.0.1 on which nothing listens at the moment.
    ///
    /// It lies below those that the system gives to outgoing connections, lest one of these takes it in between.
    public static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket attempt = new ServerSocket(port, 1, loopback())) {
                return attempt.getLocalPort();
            } catch (BindException _) {
                // Taken; another one.
            }
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /// The port of 127.0.0.1 on which it listens.
    public int smtpPort() {
        return port;
    }

    /// Opens a session.
    public SmtpDialogue connect() throws IOException {
        return connectTo(port);
    }

    /// Opens a session with another service of the same MTA.
    public SmtpDialogue connectTo(int otherPort) throws IOException {
        return SmtpDialogue.connect(new InetSocketAddress(loopback(), otherPort));
    }

    /// Opens a session from another address of this machine, such as 127.0.0.2.
    public SmtpDialogue connectFrom(InetAddress client) throws IOException {
        return SmtpDialogue.connect(new InetSocketAddress(loopback(), port), client);
    }

    /// What the MTA has logged so far.
    public String log() {
        return log.text();
    }

    /// Waits until the log contains this.
    ///
    /// @throws AssertionError when it does not within the time, or the MTA ended
    public void awaitLog(Pattern line, Duration patience) {
        if (!log.await(line, patience)) {
            fail("nothing like '" + line + "' in the log:\n" + log.text());
        }
    }

    /// The self-signed certificate for STARTTLS, in PEM.
    public Path certificate() {
        return directory.resolve("tls/cert.pem");
    }

    /// Runs a command inside, as root: `exec("", "postqueue", "-j")`, `exec(message, "sendmail", "-t")`.
    ///
    /// @param input its standard input, one char per octet
    /// @return what it printed
    /// @throws AssertionError when it fails or takes longer than 20 seconds
    public String exec(String input, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(rig.resolve("exec").toString(), directory.toString()));
        line.addAll(List.of(command));
        Path in = Files.createTempFile(directory, "exec", ".in");
        Path out = Files.createTempFile(directory, "exec", ".out");
        Files.writeString(in, input, StandardCharsets.ISO_8859_1);
        Process run = new ProcessBuilder(line)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start();
        boolean ended = ended(run, Duration.ofSeconds(20));
        run.destroyForcibly();
        String printed = Files.readString(out, StandardCharsets.ISO_8859_1);
        if (!ended || run.exitValue() != 0) {
            fail((ended ? "exit code " + run.exitValue() : "no end") + " of " + line + ": " + printed);
        }
        return printed;
    }

    /// The processes of this run, the rig's own among them.
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /// Ends the MTA and all its processes. May be called twice.
    @Override
    public void close() throws IOException {
        // The rig lives as long as its standard input.
        process.getOutputStream().close();
        if (!ended(process, Duration.ofSeconds(10))) {
            process.destroyForcibly();
            fail("the rig did not end:\n" + log.text());
        }
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean ended(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return false;
        }
    }
}
