package org.vidimus.milter.transcript;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vidimus.milter.outside.Outside;

/// The scripted filter on the real libmilter, a process of its own. Needs gcc and libmilter-dev; without them tests are
/// skipped, or fail where `VIDIMUS_REQUIRE_LIBMILTER=1`.
public final class LibmilterFilter implements RunningFilter {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Process process;
    private final Path folder;
    private final InputStream log;
    private final List<String> logged = new ArrayList<>();
    private String unfinished = "";

    private LibmilterFilter(Process process, Path folder, InputStream log) {
        this.process = process;
        this.folder = folder;
        this.log = log;
    }

    /// Filters of this kind.
    public static Kind kind() {
        return new Kind() {
            @Override
            public String tag() {
                return "libmilter";
            }

            @Override
            public LibmilterFilter start(List<String> script, int port) throws IOException {
                return LibmilterFilter.start(script, port);
            }
        };
    }

    /// Starts one; see [RunningFilter.Kind#start(List, int)].
    public static LibmilterFilter start(List<String> script, int port) throws IOException {
        Path folder = Files.createTempDirectory("libmilter");
        Path scriptFile = folder.resolve("script");
        Path events = folder.resolve("events");
        Files.writeString(scriptFile, String.join("\n", script) + "\n", StandardCharsets.ISO_8859_1);
        Process process = new ProcessBuilder(
                        program().toString(), "inet:" + port + "@127.0.0.1", scriptFile.toString(), events.toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        // "listening", or the end of the stream when it could not.
        if (process.inputReader(StandardCharsets.US_ASCII).readLine() == null) {
            String why = Files.readString(folder.resolve("errors"), StandardCharsets.ISO_8859_1);
            throw new IOException("the libmilter filter did not start: " + why);
        }
        return new LibmilterFilter(process, folder, Files.newInputStream(events));
    }

    @Override
    public List<String> events() throws IOException {
        Await.until(PATIENCE, () -> EventPattern.allClosed(read()));
        return List.copyOf(read());
    }

    /// What one connection logged, once it has been closed.
    public List<String> eventsOf(int connection) throws IOException {
        String prefix = "[" + connection + "] ";
        Await.until(PATIENCE, () -> read().contains(prefix + "close"));
        List<String> lines =
                logged.stream().filter(line -> line.startsWith(prefix)).toList();
        // Connections come one after the other here, and the log of thousands would be searched again and again.
        logged.clear();
        return lines;
    }

    /// All lines so far; reads what the process has added since the last time.
    private List<String> read() throws IOException {
        byte[] more = log.readAllBytes();
        unfinished += Octets.of(more);
        for (int end = unfinished.indexOf('\n'); end >= 0; end = unfinished.indexOf('\n')) {
            logged.add(unfinished.substring(0, end));
            unfinished = unfinished.substring(end + 1);
        }
        return logged;
    }

    /// What the filter said on standard error: instructions that it, or libmilter, refused.
    @Override
    public List<String> failures() throws IOException {
        return Files.readString(folder.resolve("errors"), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
    }

    @Override
    public void close() throws IOException {
        log.close();
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// The compiled filter, built on first use.
    public static Path program() {
        return Program.PATH.orElseGet(() -> {
            Outside.missing("VIDIMUS_REQUIRE_LIBMILTER", "cannot build scripted-filter.c: install gcc, libmilter-dev");
            return Path.of("");
        });
    }

    /// Compiles once for all tests of this process.
    private static final class Program {
        static final Optional<Path> PATH = compile();

        private static Optional<Path> compile() {
            Path source = Outside.repository().resolve("milter-protocol/src/test/c/scripted-filter.c");
            try {
                Path folder = Files.createTempDirectory("scripted-filter");
                Path program = folder.resolve("scripted-filter");
                // Deleted in the opposite order.
                folder.toFile().deleteOnExit();
                program.toFile().deleteOnExit();
                Process gcc = new ProcessBuilder(
                                "gcc",
                                "-std=gnu11",
                                "-Wall",
                                "-Wextra",
                                "-O1",
                                "-o",
                                program.toString(),
                                source.toString(),
                                "-lmilter",
                                "-lpthread")
                        .inheritIO()
                        .start();
                return gcc.waitFor() == 0 ? Optional.of(program) : Optional.empty();
            } catch (IOException e) {
                System.err.println("no gcc: " + e.getMessage());
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
