package org.vidimus.daemon.rotation;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.Verifying;
import org.vidimus.policy.dns.Resolver;

/// Mail that flows through a filter from several senders at a time, each message a connection of its own, and is
/// verified by its receiver: at once, and some of it again after it lay in a queue.
///
/// Thread-safe.
final class Mail implements AutoCloseable {
    private static final List<String> GOOD = List.of("pass", "pass"); // RSA and Ed25519
    private static final int MANY = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MilterSocket filter;
    private final Resolver dns;
    private final Duration queue;
    private final ExecutorService threads;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final Set<String> selectors = new HashSet<>(); // guarded by itself, which is told of each new one
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /// A message as its receiver has it.
    private record Received(Bytes octets, Instant when) {}

    /// Lets `senders` begin.
    ///
    /// @param dns what receivers ask; it remembers nothing
    /// @param queue how long mail lies in a queue
    Mail(MilterSocket filter, int senders, Resolver dns, Duration queue) {
        this.filter = filter;
        this.dns = dns;
        this.queue = queue;
        this.threads = Executors.newFixedThreadPool(senders);
        for (int i = 0; i < senders; i++) {
            int number = i;
            threads.execute(() -> send(number));
        }
    }

    private void send(int number) {
        Submission submission = new Submission(
                MtaProfile.POSTFIX,
                "mx.example.org",
                "client.example.org",
                InetAddress.ofLiteral("192.0.2.1"),
                "client.example.org",
                wire("<a@example.org>"),
                List.of(wire("<b@example.net>")),
                Map.of("auth_authen", "a@example.org", "auth_type", "PLAIN"));
        var queued = new ArrayDeque<Received>();
        try (var sender = new MessageSender(submission, List.of(filter), InstantSource.system())) {
            for (int i = 0; !over; i++) {
                String text = """
                        From: a@example.org
                        To: b@example.net
                        Subject: message %d of sender %d
                        Date: Tue, 24 Nov 2026 00:00:00 +0000
                        Message-ID: <%1$d.%2$d@example.org>

                        %1$d
                        """.formatted(i, number);
                Sent sent = sender.send(wire(text));
                Received message = new Received(Bytes.of(sent.mail().toOctets()), Instant.now());
                verify(message);
                messages.incrementAndGet();
                if (i % 8 == 0) {
                    queued.add(message);
                }
                verifyQueued(queued);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            fail("sender " + number + ": " + broken);
        }
    }

    private static org.vidimus.milter.wire.Bytes wire(String text) {
        return org.vidimus.milter.wire.Bytes.utf8(text);
    }

    private void verify(Received message) {
        List<DkimResult> results = results(message);
        List<String> words =
                results.stream().map(result -> result.verdict().word()).toList();
        if (words.equals(GOOD)) {
            synchronized (selectors) {
                results.forEach(result -> result.selector().ifPresent(selectors::add));
                selectors.notifyAll();
            }
        } else {
            fail(Instant.now() + " " + words + " " + results + "\n" + text(message));
        }
    }

    private void fail(String why) {
        if (failures.size() < MANY) {
            failures.add(why);
        }
        synchronized (selectors) {
            selectors.notifyAll();
        }
    }

    private List<DkimResult> results(Received message) {
        return Verifying.with(Map.of())
                .dns(dns)
                .at(message.when())
                .verify(message.octets().toArray());
    }

    private static String text(Received message) {
        return message.octets().latin1();
    }

    /// Verifies again what has been in the queue for as long as mail is, and no longer: a thread that was held up
    /// proves
    /// nothing.
    private void verifyQueued(ArrayDeque<Received> queued) {
        Instant oldest = Instant.now().minus(queue);
        for (Received head = queued.peek(); head != null && head.when().isBefore(oldest); head = queued.peek()) {
            queued.remove();
            List<String> words = results(head).stream()
                    .map(result -> result.verdict().word())
                    .toList();
            boolean heldUp = head.when().plus(queue).plus(queue.dividedBy(2)).isBefore(Instant.now());
            if (words.equals(GOOD)) {
                late.incrementAndGet();
            } else if (!heldUp) {
                fail("after " + Duration.between(head.when(), Instant.now()) + " " + words + "\n" + text(head));
            }
        }
    }

    /// How many messages were sent and verified.
    int messages() {
        return messages.get();
    }

    /// How many of them were verified once more after the queue.
    int late() {
        return late.get();
    }

    /// How many keys there are whose signatures were seen.
    int keys() {
        synchronized (selectors) {
            return selectors.size();
        }
    }

    /// Waits until mail was signed with each of these keys, or something went wrong.
    ///
    /// @return false if neither comes in time
    boolean awaitSignatures(Set<String> keys) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (selectors) {
            while (!selectors.containsAll(keys) && failures.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                selectors.wait(left);
            }
            return true;
        }
    }

    /// What did not verify, or went wrong otherwise; at most some of it.
    List<String> failures() {
        return new ArrayList<>(failures);
    }

    /// Ends the senders after the messages under way.
    @Override
    public void close() {
        over = true;
        threads.close();
    }
}
