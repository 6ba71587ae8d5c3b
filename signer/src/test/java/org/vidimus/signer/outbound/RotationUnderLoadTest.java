package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dkim.Verifying;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Question;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.lifecycle.Event;
import org.vidimus.signer.lifecycle.FileKeyTools;
import org.vidimus.signer.lifecycle.KeyAlgorithm;
import org.vidimus.signer.lifecycle.KeyDirectory;
import org.vidimus.signer.lifecycle.KeyKeeper;
import org.vidimus.signer.lifecycle.KeyRecord;
import org.vidimus.signer.lifecycle.LifecycleSettings;
import org.vidimus.signer.lifecycle.Publisher;
import org.vidimus.signer.lifecycle.RecordCheck;
import org.vidimus.signer.lifecycle.SelectorTemplate;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.RuleKey;
import org.vidimus.signer.rules.RuleSettings;
import org.vidimus.signer.rules.SigningRule;
import org.vidimus.signer.rules.SigningRules;

/// Keys are rotated again and again while mail is signed with them: each message has two good signatures in the
/// moment in which it is sent, and every six hours from then until x=.
///
/// `-Dvidimus.rotations=N` asks for more than the ten of every build.
class RotationUnderLoadTest {
    private static final DomainName DOMAIN = DomainName.of("example.com");
    private static final int ROTATIONS = Integer.getInteger("vidimus.rotations", 10);
    private static final int SENDERS = 2;
    private static final int MESSAGES_IN_A_STEP = 4;
    private static final Duration STEP = Duration.ofHours(6);
    private static final CryptoBackend CRYPTO = CryptoBackend.of(CryptoBackend.Choice.AUTO);

    @TempDir
    private Path root;

    private final Zone zone = new Zone();
    private final ReentrantReadWriteLock oneMoment = new ReentrantReadWriteLock();
    private final Semaphore sent = new Semaphore(0);
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ConcurrentLinkedDeque<Sent> underWay = new ConcurrentLinkedDeque<>();
    private volatile Instant now = Instant.parse("2026-11-24T08:00:00Z");

    /// A message on its way.
    private record Sent(Bytes octets, Instant when) {}

    /// The zone, as everybody sees it.
    private static final class Zone implements Publisher {
        private final Map<DomainName, String> records = new ConcurrentHashMap<>();

        private Outcome put(KeyRecord record) {
            return new Outcome.Done("put", !record.text().equals(records.put(record.place(), record.text())));
        }

        @Override
        public Outcome publish(KeyRecord record) {
            return put(record);
        }

        @Override
        public Outcome empty(KeyRecord record, KeyRecord emptied) {
            return put(emptied);
        }

        @Override
        public Outcome remove(KeyRecord emptied) {
            return new Outcome.Done("removed", records.remove(emptied.place()) != null);
        }

        Answer lookup(Question question) {
            String text = records.get(question.name());
            return text == null
                    ? new Answer.NoSuchName()
                    : new Answer.Found(List.of(new Data.Text(Bytes.utf8(text))), false);
        }

        Map<String, String> asItIs() {
            return records.entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        }
    }

    private KeyKeeper keeper(FileKeyTools tools) {
        var settings = new LifecycleSettings(
                root,
                List.of(KeyAlgorithm.RSA2048, KeyAlgorithm.ED25519),
                SelectorTemplate.DEFAULT,
                Duration.ofDays(3),
                Duration.ofHours(1),
                Duration.ofDays(7),
                Duration.ofDays(5),
                Duration.ofDays(5),
                Optional.empty(),
                Duration.ofHours(1),
                Optional.empty());
        var witness = new RecordCheck.Witness("zone", (question, _) -> zone.lookup(question));
        var check = new RecordCheck(List.of(witness), CRYPTO, System::nanoTime);
        return new KeyKeeper(root, settings, new KeyKeeper.Means(tools, check, zone, () -> now));
    }

    @Test
    @Spec({"DKS-15", "SGN-10"})
    void everyMessageVerifiesFromItsMomentUntilItExpires() throws Exception {
        var tools = new FileKeyTools(SigningBackend.of(CRYPTO), KeyRules.DEFAULT);
        KeyKeeper keeper = keeper(tools);
        var directory = new KeyDirectory(root, tools);
        for (int step = 0; step < 3; step++) { // made and sent, seen, in use
            keeper.rotate(DOMAIN);
            now = now.plus(STEP);
        }
        assertEquals(List.of(), directory.refresh().problems());
        try (var threads = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> senders = new ArrayList<>();
            try {
                for (int i = 0; i < SENDERS; i++) {
                    senders.add(threads.submit(() -> send(signer(directory))));
                }
                rotate(keeper, directory, senders);
            } finally {
                over.set(true);
            }
            for (Future<?> sender : senders) {
                sender.get(60, TimeUnit.SECONDS);
            }
        }
        assertTrue(total.get() >= ROTATIONS * MESSAGES_IN_A_STEP, total + " messages");
    }

    private MailSigner signer(KeyDirectory directory) {
        var rule = new SigningRule(
                "test", List.of(AddressPattern.ANY), List.of(new RuleKey.Managed("test", Optional.empty())));
        return new MailSigner(
                new SigningRules(new RuleSettings(List.of(rule)), directory),
                OutboundSettings.DEFAULT,
                Runnable::run,
                () -> now,
                new RecordedEvents());
    }

    /// Turns the clock, and does what a timer and a running filter do, while mail flows.
    private void rotate(KeyKeeper keeper, KeyDirectory directory, List<Future<?>> senders) throws InterruptedException {
        int rotations = 0;
        while (rotations < 2 * ROTATIONS) { // two keys each
            for (Event event : keeper.rotateDue(DOMAIN)) {
                assertEquals(Event.Kind.DONE, event.kind(), event.toString());
                rotations += event.what().equals("active") ? 1 : 0;
            }
            assertEquals(List.of(), directory.refresh().problems());
            sent.drainPermits();
            assertTrue(
                    sent.tryAcquire(MESSAGES_IN_A_STEP, 60, TimeUnit.SECONDS)
                            || senders.stream().noneMatch(Future::isDone),
                    "mail does not flow");
            oneMoment.writeLock().lock();
            try {
                now = now.plus(STEP);
                verifyWhatIsUnderWay();
            } finally {
                oneMoment.writeLock().unlock();
            }
        }
    }

    private void send(MailSigner signer) {
        while (!over.get()) {
            oneMoment.readLock().lock(); // the clock stands still; keys do not
            try {
                Instant when = now;
                Bytes octets = octets(Outbox.ordinary().send(signer).after());
                verify(new Sent(octets, when), when);
                if (total.incrementAndGet() % 5 == 0) {
                    underWay.add(new Sent(octets, when));
                }
                sent.release();
            } finally {
                oneMoment.readLock().unlock();
            }
        }
    }

    private void verifyWhatIsUnderWay() {
        underWay.removeIf(message -> now.isAfter(message.when().plus(Duration.ofDays(7))));
        while (underWay.size() > 100) {
            underWay.removeFirst();
        }
        underWay.forEach(message -> verify(message, now));
    }

    private void verify(Sent message, Instant when) {
        List<String> verdicts = Verifying.with(zone.asItIs())
                .at(when)
                .verify(message.octets().toArray())
                .stream()
                .map(result -> result.verdict().word())
                .toList();
        assertEquals(
                List.of("pass", "pass"),
                verdicts,
                () -> "sent " + message.when() + ", received " + when + "\n"
                        + message.octets().latin1());
    }

    private static Bytes octets(Outbox message) {
        String header = message.fields().stream()
                .map(field ->
                        field.name().latin1() + ":" + field.value().latin1().replaceAll("\r?\n", "\r\n") + "\r\n")
                .collect(Collectors.joining());
        return Bytes.of((header + "\r\n" + message.body()).getBytes(StandardCharsets.ISO_8859_1));
    }
}
