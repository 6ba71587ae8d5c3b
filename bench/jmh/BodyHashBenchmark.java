package org.vidimus.bench;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.HashAlgorithm;

/// Canonicalisation and SHA-256 of a megabyte in chunks of 64 KiB, as milters get it. One operation is a
/// mebibyte, so
/// operations a second are MiB a second.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class BodyHashBenchmark {
    private static final int SIZE = 1 << 20;
    private static final int CHUNK = 65_535;

    /// What the body is: English text; base64 lines; text indented and with tabs; nothing but spaces; nothing
    /// but line
    /// ends.
    @Param({"text", "base64", "indented", "spaces", "lines"})
    public String kind;

    private byte[] body;

    /// Makes the body.
    @Setup
    public void body() {
        StringBuilder text = new StringBuilder(SIZE + 100);
        Random random = new Random(1);
        while (text.length() < SIZE) {
            text.append(
                    switch (kind) {
                        case "text" -> line(random, " ");
                        case "base64" -> "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n";
                        case "indented" -> "    \t" + line(random, random.nextInt(3) == 0 ? "  " : " ");
                        case "spaces" -> " ".repeat(1000);
                        default -> "\r\n".repeat(500);
                    });
        }
        body = text.substring(0, SIZE).getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(Random random, String space) {
        StringBuilder line = new StringBuilder();
        while (line.length() < 66) {
            line.append("abcdefghijkl", 0, 1 + random.nextInt(11)).append(space);
        }
        return line.append("end.\r\n").toString();
    }

    /// The simple form.
    @Benchmark
    public Bytes simple() {
        return hash(Canonicalization.SIMPLE);
    }

    /// The relaxed form.
    @Benchmark
    public Bytes relaxed() {
        return hash(Canonicalization.RELAXED);
    }

    /// SHA-256 alone, the most that can be had.
    @Benchmark
    public byte[] onlySha256() {
        return HashAlgorithm.SHA256.newDigest().digest(body);
    }

    private Bytes hash(Canonicalization canonicalization) {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(canonicalization, HashAlgorithm.SHA256, OptionalLong.empty());
        for (int at = 0; at < body.length; at += CHUNK) {
            bodies.update(body, at, Math.min(CHUNK, body.length - at));
        }
        bodies.finish();
        return handle.digest();
    }
}
