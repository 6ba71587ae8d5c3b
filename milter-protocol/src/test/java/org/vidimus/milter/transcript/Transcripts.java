package org.vidimus.milter.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.vidimus.milter.outside.Outside;

/// The transcripts of this project, in `src/test/resources/transcripts`.
public final class Transcripts {
    private static final String SUFFIX = ".testcase";

    private Transcripts() {}

    /// All names, sorted: the path below the folder without the suffix.
    public static List<String> names() throws IOException {
        try (var files = Files.walk(folder())) {
            return files.map(file -> folder().relativize(file).toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    /// All transcripts that are meant for a target, as they read for it.
    public static List<Transcript> forTarget(Set<String> tags) throws IOException {
        return names().stream()
                .map(name -> read(name, tags))
                .filter(transcript -> transcript.isFor(tags))
                .toList();
    }

    /// One transcript as it reads for a target.
    ///
    /// @throws TranscriptError when it cannot be read
    public static Transcript read(String name, Set<String> tags) {
        return TranscriptParser.parse(name, Outside.octets(folder().resolve(name + SUFFIX)), tags);
    }

    private static Path folder() {
        return Outside.repository().resolve("milter-protocol/src/test/resources/transcripts");
    }
}
