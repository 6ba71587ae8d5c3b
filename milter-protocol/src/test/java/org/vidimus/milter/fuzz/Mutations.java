package org.vidimus.milter.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// A small fuzzer for the ordinary test run: the same mutations every time.
final class Mutations {
    private static final int MAX_LENGTH = 600;

    private final List<byte[]> seeds;
    private final Random random = new Random(6);

    Mutations(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    /// Calls `target` with each seed and with `count` mutations of them.
    void run(int count, Consumer<byte[]> target) {
        seeds.forEach(seed -> call(target, seed));
        for (int i = 0; i < count; i++) {
            byte[] input = any();
            for (int n = random.nextInt(5); n >= 0; n--) {
                input = mutate(input);
            }
            call(target, input);
        }
    }

    private static void call(Consumer<byte[]> target, byte[] input) {
        try {
            target.accept(input);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
        }
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    /// Replaces a short stretch by an octet, a piece of another seed, a repetition, or nothing.
    private byte[] mutate(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + random.nextInt(8));
        int resume = random.nextBoolean() ? at : end;
        byte[] other = any();
        int from = random.nextInt(other.length + 1);
        byte[] insert = switch (random.nextInt(5)) {
            case 0, 1 -> new byte[] {(byte) random.nextInt(256)};
            case 2 -> Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(40)));
            case 3 -> Arrays.copyOfRange(input, at, end);
            default -> new byte[0];
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(input, 0, at);
        out.writeBytes(insert);
        out.write(input, resume, input.length - resume);
        byte[] mutated = out.toByteArray();
        return mutated.length <= MAX_LENGTH ? mutated : Arrays.copyOf(mutated, MAX_LENGTH);
    }
}
