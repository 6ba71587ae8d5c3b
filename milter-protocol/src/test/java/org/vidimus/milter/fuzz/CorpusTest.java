package org.vidimus.milter.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Replays the kept inputs and some thousand mutations of them. `bench/fuzz` looks further.
class CorpusTest {
    /// Tests run in the folder of their module.
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    @Test
    void theWireIsReadTheSameHoweverItIsCut() throws IOException {
        replay("wire", 6_000, WireFuzz::fuzz);
    }

    @Test
    void everySessionKeepsToTheProtocol() throws IOException {
        replay("session", 3_000, SessionFuzz::fuzz);
    }

    @Test
    void textsAreReadBackAsTheyWereRead() throws IOException {
        replay("text", 20_000, TextFuzz::fuzz);
    }

    @Test
    void theSeedsAreThoseOfTheirGenerator() throws IOException {
        for (Map.Entry<String, byte[]> seed : Seeds.all().entrySet()) {
            assertArrayEquals(seed.getValue(), Files.readAllBytes(CORPUS.resolve(seed.getKey())), seed.getKey());
        }
    }

    private static void replay(String folder, int mutations, Consumer<byte[]> target) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        assertFalse(seeds.isEmpty());
        new Mutations(seeds).run(mutations, target);
    }
}
