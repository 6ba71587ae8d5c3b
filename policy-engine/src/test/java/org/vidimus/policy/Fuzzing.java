package org.vidimus.policy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A small fuzzer for the ordinary test run: the same inputs every time, made by mutating seeds. The targets
/// are static methods that take the octets, so that a coverage-guided fuzzer can call them too.
public final class Fuzzing {
    private static final int MAX_LENGTH = 400;

    private Fuzzing() {}

    /// A random generator that gives the same numbers for the same seed, on every Java.
    public static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Calls `target` with each seed and then with `count` mutations of them. `words` are worth inserting.
    public static void run(int count, List<String> seeds, List<String> words, Consumer<byte[]> target) {
        RandomGenerator random = random(8601);
        List<byte[]> inputs = seeds.stream().map(Fuzzing::octets).toList();
        inputs.forEach(target);
        for (int i = 0; i < count; i++) {
            byte[] input = inputs.get(random.nextInt(inputs.size()));
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                input = mutate(input, inputs, words, random);
            }
            try {
                target.accept(input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("input " + new String(input, StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    private static byte[] mutate(byte[] input, List<byte[]> inputs, List<String> words, RandomGenerator random) {
        int at = random.nextInt(input.length + 1);
        int end = random.nextInt(at, Math.min(input.length, at + 12) + 1);
        byte[] insert = switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> octets(words.get(random.nextInt(words.size())));
            case 2 -> inputs.get(random.nextInt(inputs.size()));
            case 3 -> octets(words.get(random.nextInt(words.size())).repeat(random.nextInt(1, 8)));
            default -> new byte[0];
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, at);
        out.writeBytes(insert);
        int from = random.nextBoolean() ? at : end;
        out.write(input, from, input.length - from);
        byte[] mutated = out.toByteArray();
        return mutated.length <= MAX_LENGTH ? mutated : Arrays.copyOf(mutated, MAX_LENGTH);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
