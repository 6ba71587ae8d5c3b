package org.vidimus.mta.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Remembers in a file for each user: a line for each answer, the oldest first, with its key and the second until which
/// it counts. A file is written anew and put in place of the old one, so a crash leaves one or the other. Lines that
/// are
/// none of ours are dropped.
///
/// Thread-safe, in one process.
public final class FileAnswers implements AnswerMemory {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,15})");
    private static final int LINE_BYTES = 64 + 1 + 15 + 1;
    private static final int LEAST = 1_000;
    private static final int LOCKS = 64;

    private final Path root;
    private final int most;
    private final Object[] locks = new Object[LOCKS];

    /// Files in a directory.
    ///
    /// @param root the directory; it has to be there
    /// @param most answers remembered for one user, at least 1,000 as RFC 5230 §4.2 asks; beyond it the oldest are
    ///     forgotten first
    /// @throws IllegalArgumentException if `most` is too small
    public FileAnswers(Path root, int most) {
        if (most < LEAST) {
            throw new IllegalArgumentException(most + " answers are fewer than " + LEAST);
        }
        this.root = root;
        this.most = most;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    @Override
    public boolean claim(ScriptName user, String key, Instant now, Duration period) throws IOException {
        synchronized (locks[Math.floorMod(user.hashCode(), LOCKS)]) {
            Path file = root.resolve(user.text() + ".answers");
            Map<String, Long> answers = read(file);
            long second = now.getEpochSecond();
            answers.values().removeIf(until -> until <= second);
            if (answers.containsKey(key)) {
                return false;
            }
            answers.put(key, second + period.toSeconds());
            while (answers.size() > most) {
                answers.remove(answers.keySet().iterator().next());
            }
            write(file, answers);
            return true;
        }
    }

    private Map<String, Long> read(Path file) throws IOException {
        Map<String, Long> answers = new LinkedHashMap<>();
        for (String line : text(file).orElse("").split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                answers.put(matcher.group(1), Long.valueOf(matcher.group(2)));
            }
        }
        return answers;
    }

    /// No more of it than we would have written.
    private Optional<String> text(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a plain file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new String(in.readNBytes(most * LINE_BYTES), StandardCharsets.US_ASCII));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private void write(Path file, Map<String, Long> answers) throws IOException {
        StringBuilder text = new StringBuilder(answers.size() * LINE_BYTES);
        answers.forEach(
                (key, until) -> text.append(key).append(' ').append(until).append('\n'));
        Path fresh = Files.createTempFile(root, ".new", null);
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
