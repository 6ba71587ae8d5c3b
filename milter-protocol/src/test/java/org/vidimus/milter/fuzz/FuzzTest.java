package org.vidimus.milter.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.outside.Outside;

/// The fuzz targets on their corpus and on a second of mutations of it, always the same ones. `bench/fuzz` runs the
/// same targets for longer under Jazzer.
class FuzzTest {
    private static final Duration TIME = Duration.ofSeconds(1);
    private static final int LONGEST = 8192;

    @Test
    void framesAreReadOrRefused() throws IOException {
        run("frame", FrameFuzz::fuzzerTestOneInput);
    }

    @Test
    void sessionsStayInOrder() throws IOException {
        run("session", SessionFuzz::fuzzerTestOneInput);
    }

    @Test
    void theCorpusHoldsTheSeeds() throws IOException {
        for (Map.Entry<String, byte[]> seed : FuzzSeeds.all().entrySet()) {
            byte[] kept = Files.readAllBytes(folder().resolve(seed.getKey()));
            if (!Arrays.equals(kept, seed.getValue())) {
                throw new AssertionError(seed.getKey() + " is not what FuzzSeeds writes");
            }
        }
    }

    private static Path folder() {
        return Outside.repository().resolve("milter-protocol/src/test/resources/fuzz");
    }

    private static void run(String target, Consumer<byte[]> fuzz) throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        try (var files = Files.list(folder().resolve(target))) {
            for (Path file : files.sorted().toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        assertFalse(corpus.isEmpty());
        corpus.forEach(input -> feed(fuzz, input));
        Random random = new Random(42);
        long end = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < end) {
            feed(fuzz, mutated(corpus, random));
        }
    }

    private static void feed(Consumer<byte[]> fuzz, byte[] input) {
        try {
            fuzz.accept(input);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + " with the input " + HexFormat.of().formatHex(input), e);
        }
    }

    private static byte[] mutated(List<byte[]> corpus, Random random) {
        byte[] input = corpus.get(random.nextInt(corpus.size())).clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            input = changed(input, corpus, random);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private static byte[] changed(byte[] input, List<byte[]> corpus, Random random) {
        int at = random.nextInt(input.length + 1);
        byte[] head = Arrays.copyOf(input, at);
        return switch (random.nextInt(4)) {
            case 0 -> joined(head, tail(input, at + 1 + random.nextInt(8)));
            case 1 -> joined(head, joined(octets(1 + random.nextInt(6), random), tail(input, at)));
            case 2 -> joined(head, joined(octets(1, random), tail(input, at + 1)));
            default -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                yield joined(head, tail(other, random.nextInt(other.length)));
            }
        };
    }

    private static byte[] octets(int count, Random random) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] tail(byte[] octets, int from) {
        return Arrays.copyOfRange(octets, Math.min(octets.length, from), octets.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
