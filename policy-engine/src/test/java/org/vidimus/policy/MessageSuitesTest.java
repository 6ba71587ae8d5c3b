package org.vidimus.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcValidator;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dkim.DkimVerifier;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.FactsCollector;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.LineEnds;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.message.RawMessage;

/// Messages that other projects collected because they are hard to read, many of them malformed on purpose.
/// Whatever they hold: nothing throws, every octet is kept, and how the body is cut makes no difference.
class MessageSuitesTest {
    private static final ZoneResolver EMPTY = ZoneResolver.of("example.com. TXT x");

    @TestFactory
    @Spec({"MSG-1", "MSG-5", "MSG-7", "MSG-9"})
    List<DynamicTest> readsEveryMessageOfMailParser() throws IOException {
        List<DynamicTest> tests = tests("mime-mail-parser", ".eml");
        assertTrue(tests.size() > 50, () -> tests.size() + " messages");
        return tests;
    }

    @TestFactory
    @Spec({"MSG-1", "MSG-5", "MSG-7", "MSG-9"})
    List<DynamicTest> readsEveryMessageOfCPython() throws IOException {
        List<DynamicTest> tests = tests("mime-cpython-test-email", ".txt");
        assertEquals(
                47,
                tests.stream()
                        .filter(test -> test.getDisplayName().startsWith("msg_"))
                        .count());
        return tests;
    }

    private static List<DynamicTest> tests(String suite, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(Suites.folder(suite))) {
            List<DynamicTest> tests = new ArrayList<>();
            files.filter(file -> file.toString().endsWith(suffix) && !file.endsWith("PROVENANCE.txt"))
                    .filter(file -> !file.getFileName().toString().startsWith("LICENSE"))
                    .sorted()
                    .forEach(file -> tests.add(dynamicTest(
                            file.getFileName().toString(), () -> read(Bytes.of(Files.readAllBytes(file))))));
            return tests;
        }
    }

    private static void read(Bytes octets) {
        RawMessage message = switch (RawMessage.parse(octets, Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage parsed) -> parsed;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
        };
        keepsEveryOctet(octets, message);
        HeaderBlock header = message.header();
        Author author = Author.of(header);
        BodyHashes bodies = new BodyHashes();
        Lookups dns = new Lookups(EMPTY, Budgets.Dns.DEFAULT, () -> 0);
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        var dkim = new DkimVerifier(DkimSettings.DEFAULT, Budgets.Signatures.DEFAULT, clock)
                .begin(header, author, HeaderForm.FILE, dns, Runnable::run, bodies);
        var arc = new ArcValidator(DkimSettings.DEFAULT, Budgets.Signatures.DEFAULT, clock)
                .begin(header, HeaderForm.FILE, dns, Runnable::run, bodies);
        bodies.finish();
        assertTrue(dkim.finish().stream()
                .noneMatch(result -> result.verdict().word().equals("pass")));
        assertTrue(arc.finish().status() != ArcResult.Status.PASS);
        hashesAlike(message.body().toArray());
        findsTheSameFacts(header, message.body().toArray(), LineEnds.of(octets));
    }

    private static void keepsEveryOctet(Bytes octets, RawMessage message) {
        int position = 0;
        for (HeaderBlock.Entry entry : message.header().entries()) {
            Bytes name = entry.field().name();
            Bytes value = entry.field().value();
            assertEquals(name, octets.slice(position, position + name.length()));
            position += name.length() + 1;
            assertEquals(value, octets.slice(position, position + value.length()));
            position += value.length();
            position += lineEnd(octets, position);
        }
        if (message.headerEnd() == RawMessage.HeaderEnd.BLANK_LINE) {
            position += lineEnd(octets, position);
        }
        assertEquals(message.body(), octets.slice(position));
    }

    private static int lineEnd(Bytes octets, int position) {
        if (position == octets.length()) {
            return 0;
        }
        return octets.at(position) == '\r' ? 2 : 1;
    }

    private static void hashesAlike(byte[] body) {
        for (Canonicalization canonicalization : Canonicalization.values()) {
            Bytes whole = hash(canonicalization, sink -> sink.accept(0, body.length), body);
            assertEquals(whole, hash(canonicalization, sink -> pieces(body.length, sink), body));
            assertEquals(whole, hash(canonicalization, sink -> octetByOctet(body.length, sink), body));
        }
    }

    private static Bytes hash(
            Canonicalization canonicalization, Consumer<BiConsumer<Integer, Integer>> cut, byte[] body) {
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle handle = bodies.want(canonicalization, HashAlgorithm.SHA256, OptionalLong.empty());
        cut.accept((offset, length) -> bodies.update(body, offset, length));
        bodies.finish();
        return handle.digest();
    }

    private static void findsTheSameFacts(HeaderBlock header, byte[] body, LineEnds lineEnds) {
        MessageFacts whole = facts(header, sink -> sink.accept(0, body.length), body, lineEnds);
        assertEquals(whole, facts(header, sink -> pieces(body.length, sink), body, lineEnds));
        assertEquals(whole, facts(header, sink -> octetByOctet(body.length, sink), body, lineEnds));
    }

    private static MessageFacts facts(
            HeaderBlock header, Consumer<BiConsumer<Integer, Integer>> cut, byte[] body, LineEnds lineEnds) {
        FactsCollector collector = new FactsCollector(HeaderForm.FILE, lineEnds);
        header.entries().forEach(entry -> collector.field(entry.field()));
        cut.accept((offset, length) -> collector.body(body, offset, length));
        return collector.finish();
    }

    private static void pieces(int length, BiConsumer<Integer, Integer> sink) {
        RandomGenerator random = Fuzzing.random(length);
        int offset = 0;
        while (offset < length) {
            int piece = Math.min(random.nextInt(0, 100), length - offset);
            sink.accept(offset, piece);
            offset += piece;
        }
    }

    private static void octetByOctet(int length, BiConsumer<Integer, Integer> sink) {
        for (int i = 0; i < length; i++) {
            sink.accept(i, 1);
        }
    }
}
