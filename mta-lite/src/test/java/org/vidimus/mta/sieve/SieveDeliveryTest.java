package org.vidimus.mta.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.delivery.Answer;
import org.vidimus.policy.sieve.delivery.DeliveryPlan;
import org.vidimus.policy.sieve.delivery.DeliveryPlanner;
import org.vidimus.policy.sieve.delivery.Door;
import org.vidimus.policy.sieve.delivery.Recipient;
import org.vidimus.policy.sieve.delivery.Refusal;
import org.vidimus.policy.sieve.delivery.Site;

/// A message, a user and their script: what is done.
class SieveDeliveryTest {
    private static final ScriptName JANE = new ScriptName("jane");
    private static final ScriptName MAIN = new ScriptName("main");
    private static final Recipient RECIPIENT = new Recipient("jane@example.com", List.of());
    private static final String MAIL =
            "Received: x\r\nFrom: joe@example.org\r\nTo: jane@example.com\r\nSubject: a\r\n\r\nbody\r\n";

    @TempDir
    private Path folder;

    private final AtomicLong now =
            new AtomicLong(Instant.parse("2026-11-24T12:00:00Z").getEpochSecond());
    private UserScripts scripts = scripts(Path.of(""));
    private SieveDelivery delivery = delivery(Path.of(""));

    private static UserScripts scripts(Path root) {
        return new UserScripts(
                root, root.resolve("global"), ScriptQuota.DEFAULT, SieveScript.LANGUAGE, Budgets.Sieve.USER);
    }

    private SieveDelivery delivery(Path answers) {
        return new SieveDelivery(
                scripts,
                new FileAnswers(answers, 1_000),
                new DeliveryPlanner(Site.of("mx.example.com"), new Random(5228)),
                new SieveDelivery.Clocks(() -> Instant.ofEpochSecond(now.get()), ZoneOffset.UTC, System::nanoTime),
                Budgets.DEFAULT);
    }

    @BeforeEach
    void open() throws IOException {
        scripts = scripts(Files.createDirectory(folder.resolve("users")));
        delivery = delivery(Files.createDirectory(folder.resolve("answers")));
    }

    private Planned plan(String script) throws IOException {
        return plan(script, MAIL);
    }

    private Planned plan(String script, String mail) throws IOException {
        assertInstanceOf(ScriptChange.Done.class, scripts.put(JANE, MAIN, Bytes.utf8(script)));
        scripts.activate(JANE, MAIN);
        return deliver(mail);
    }

    private Planned deliver(String mail) {
        Arrival arrival = new Arrival(
                Bytes.utf8(mail), "joe@example.org", Optional.empty(), Map.of(), Optional.empty(), Door.OPEN);
        return delivery.plan(arrival, JANE, RECIPIENT);
    }

    private static String mailboxes(Planned planned) {
        return String.join(
                ",",
                planned.plan().stores().stream()
                        .map(DeliveryPlan.Store::mailbox)
                        .toList());
    }

    @Test
    void withoutAScriptMailIsKept() {
        assertEquals("INBOX", mailboxes(deliver(MAIL)));
        assertEquals(MAIL, deliver(MAIL).stored().utf8());
    }

    @Test
    void aScriptSortsMail() throws IOException {
        Planned planned = plan("require \"fileinto\"; if header \"subject\" \"a\" { fileinto \"A\"; }");
        assertEquals("A", mailboxes(planned));
        assertEquals(MAIL, planned.stored().utf8());
    }

    @Test
    @Spec("RFC 5293 §4")
    void whatTheScriptAddsStandsInAllCopies() throws IOException {
        Planned planned = plan("require [\"editheader\", \"copy\"]; addheader \"X-Seen\" \"yes\"; "
                + "redirect :copy \"b@example.org\";");
        assertTrue(planned.stored().utf8().startsWith("X-Seen: yes\r\nReceived: x\r\n"));
        DeliveryPlan.Forward forward = planned.plan().forwards().getFirst();
        assertEquals("joe@example.org", forward.from());
        assertEquals(
                "X-Sieve-Redirected-From: jane@example.com\r\nX-Seen: yes\r\n" + MAIL,
                planned.forwarded(forward).utf8());
    }

    @Test
    @Spec("RFC 5228 §2.10.6")
    void aFaultKeepsTheMessage() throws IOException {
        Planned planned = plan("require \"reject\"; reject \"a\"; keep;");
        assertEquals("INBOX", mailboxes(planned));
        assertEquals(
                "main:1:31: keep together with reject",
                planned.plan().fault().orElseThrow().toString());
        Path file = folder.resolve("users/jane/main.sieve");
        Files.writeString(file, "no script at all");
        Planned broken = deliver(MAIL);
        assertEquals("INBOX", mailboxes(broken));
        assertTrue(broken.plan().notes().getFirst().startsWith("the script of jane: main:1:"));
    }

    @Test
    void aHeaderOverTheLimitsKeepsTheMessage() throws IOException {
        Planned planned = plan("discard;", "A: b\r\n".repeat(10_001) + MAIL);
        assertEquals("INBOX", mailboxes(planned));
        assertEquals(List.of("more than 10000 header fields"), planned.plan().notes());
    }

    @Test
    @Spec({"RFC 5230 §4.1", "RFC 5230 §4.2"})
    void oneAnswerInItsTime() throws IOException {
        Planned first = plan("require \"vacation\"; vacation :days 3 \"away\";");
        Answer.Due due = (Answer.Due) first.plan().answer().orElseThrow();
        assertEquals("joe@example.org", due.message().to());
        assertEquals("INBOX", mailboxes(first));
        Planned second = deliver(MAIL.replace("Subject: a", "Subject: b"));
        assertEquals(
                Optional.of(new Answer.None("answered before")), second.plan().answer());
        assertEquals(
                List.of("vacation: not answered, answered before"),
                second.plan().notes());
        now.addAndGet(3 * 86_400);
        assertInstanceOf(Answer.Due.class, deliver(MAIL).plan().answer().orElseThrow());
    }

    @Test
    void whoIsNotAnsweredIsNotRemembered() throws IOException {
        Planned list = plan("require \"vacation\"; vacation \"away\";", "List-Id: <a.example>\r\n" + MAIL);
        assertEquals(
                List.of("vacation: not answered, a mailing list"), list.plan().notes());
        assertInstanceOf(Answer.Due.class, deliver(MAIL).plan().answer().orElseThrow());
    }

    @Test
    void anAnswerThatCannotBeRememberedIsNotSent() throws IOException {
        Files.createDirectory(folder.resolve("answers/jane.answers"));
        Planned planned = plan("require \"vacation\"; vacation \"away\";");
        assertInstanceOf(Answer.None.class, planned.plan().answer().orElseThrow());
        assertEquals("INBOX", mailboxes(planned));
    }

    @Test
    @Spec("RFC 5429 §2.2")
    void aRefusalIsAReplyOverLmtp() throws IOException {
        Planned planned = plan("require \"reject\"; reject \"no\";");
        assertEquals(
                Optional.of(new Refusal.Reply(550, "5.7.1", List.of("no"))),
                planned.plan().refusal());
        assertEquals("", mailboxes(planned));
    }

    @Test
    @Spec({"RFC 5173 §4", "RFC 5183 §4.1"})
    void whatAScriptSees() throws IOException {
        assertTrue(plan("require [\"body\", \"environment\", \"envelope\"]; if allof(body :raw :contains \"body\","
                        + " environment \"location\" \"MDA\", environment \"name\" \"Vidimus\","
                        + " envelope \"to\" \"jane@example.com\") { discard; }")
                .plan()
                .discards());
    }
}
