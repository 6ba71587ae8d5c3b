package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DomainName;

class KeyKeeperTest {
    private static final DomainName DOMAIN = DomainName.of("example.org");
    private static final DomainName NAME = DomainName.of("202611-ed25519._domainkey.example.org");
    private static final LifecycleSettings SETTINGS = settings(SelectorTemplate.DEFAULT, Optional.empty());

    @TempDir
    private Path root;

    private final TestDns dns = new TestDns("one", "two");
    private Instant now = Instant.parse("2026-11-24T08:00:00Z");

    private static LifecycleSettings settings(SelectorTemplate selector, Optional<DomainName> delegate) {
        LifecycleSettings some = LifecycleSettings.DEFAULT;
        return new LifecycleSettings(
                some.directory(),
                List.of(KeyAlgorithm.ED25519),
                selector,
                some.period(),
                some.publishWait(),
                some.signatureLifetime(),
                some.queueLife(),
                some.keepRevoked(),
                delegate,
                some.recordTtl(),
                Optional.empty());
    }

    private KeyKeeper keeper(LifecycleSettings settings, Publisher publisher) {
        var check = new RecordCheck(dns.witnesses(), CryptoBackend.of(CryptoBackend.Choice.JDK), System::nanoTime);
        return new KeyKeeper(root, settings, new KeyKeeper.Means(new TestTools(), check, publisher, () -> now));
    }

    private KeyKeeper keeper() {
        return keeper(SETTINGS, dns);
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    private static List<String> told(List<Event> events) {
        return events.stream()
                .map(event -> event.kind().word() + " "
                        + event.selector().map(DomainName::toString).orElse("-") + ": " + event.what())
                .toList();
    }

    private List<String> states() throws LifecycleException {
        return keeper().state(DOMAIN).keys().stream()
                .map(key -> key.selector() + " " + key.state().word())
                .toList();
    }

    /// The whole life of a key, by the timer alone once it has been made.
    @Test
    @Spec({"DKS-15", "SGN-10"})
    void aKeyLivesItsLife() throws LifecycleException, IOException {
        assertEquals(
                List.of("done 202611-ed25519: made (ed25519)", "done 202611-ed25519: record added"),
                told(keeper().rotate(DOMAIN)));
        assertEquals(
                List.of("wait 202611-ed25519: record not seen by everyone: one missing (no such name), two missing (no"
                        + " such name)"),
                told(keeper().rotateDue(DOMAIN)));
        dns.catchUp("one");
        assertEquals(
                List.of("wait 202611-ed25519: record not seen by everyone: one matches, two missing (no such name)"),
                told(keeper().rotateDue(DOMAIN)));
        dns.catchUp("two");
        assertEquals(
                List.of("done 202611-ed25519: record seen by all 2 resolvers: published"),
                told(keeper().rotateDue(DOMAIN)));
        later(Duration.ofMinutes(59));
        assertEquals(List.of(), told(keeper().rotateDue(DOMAIN)));
        later(Duration.ofMinutes(1));
        assertEquals(List.of("done 202611-ed25519: active"), told(keeper().rotateDue(DOMAIN)));
        later(Duration.ofDays(180).minusSeconds(1));
        assertEquals(List.of(), told(keeper().rotateDue(DOMAIN)));
        later(Duration.ofSeconds(1));
        assertEquals(
                List.of("done 202705-ed25519: made (ed25519)", "done 202705-ed25519: record added"),
                told(keeper().rotateDue(DOMAIN)));
        dns.catchUp();
        keeper().rotateDue(DOMAIN);
        later(Duration.ofHours(1));
        assertEquals(
                List.of(
                        "done 202705-ed25519: active",
                        "done 202611-ed25519: retiring; its record has to stay until 2027-06-04T10:00:00Z"),
                told(keeper().rotateDue(DOMAIN)));
        later(Duration.ofDays(12).minusSeconds(1));
        assertEquals(List.of(), told(keeper().rotateDue(DOMAIN)));
        assertTrue(Files.exists(root.resolve("example.org/202611-ed25519.pem")));
        later(Duration.ofSeconds(1));
        assertEquals(
                List.of("done 202611-ed25519: revoked, its private half deleted; record emptied"),
                told(keeper().rotateDue(DOMAIN)));
        assertEquals("v=DKIM1; h=sha256; k=ed25519; p=", dns.zone().get(NAME));
        assertFalse(Files.exists(root.resolve("example.org/202611-ed25519.pem")));
        later(Duration.ofDays(30));
        assertEquals(List.of("done 202611-ed25519: forgotten; record removed"), told(keeper().rotateDue(DOMAIN)));
        assertEquals(List.of("202705-ed25519 active"), states());
        assertFalse(dns.zone().containsKey(NAME));
    }

    @Test
    @Spec("SGN-10")
    void aKeyIsNotUsedBeforeEveryoneSeesItsRecord() throws LifecycleException {
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), Optional.empty());
        assertEquals(
                "example.org has no key that is published",
                assertThrows(LifecycleException.class, () -> keeper().activate(DOMAIN, Optional.empty(), false))
                        .sentence());
        keeper().publish(DOMAIN, Optional.empty());
        dns.catchUp();
        keeper().check(DOMAIN, Optional.empty());
        assertEquals(List.of("202611-ed25519 published"), states());
        assertEquals(
                List.of("wait 202611-ed25519: published, and not used before 2026-11-24T09:00:00Z"),
                told(keeper().activate(DOMAIN, Optional.empty(), false)));
        later(Duration.ofHours(1));
        dns.zone().put(NAME, "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        dns.catchUp("two"); // somebody has put another key there
        assertEquals(
                List.of("failed 202611-ed25519: record not seen by everyone: one matches, two different (another"
                        + " key)"),
                told(keeper().activate(DOMAIN, Optional.empty(), false)));
        dns.zone().put(NAME, "SERVFAIL");
        dns.catchUp("two");
        assertEquals(
                List.of("failed 202611-ed25519: record not seen by everyone: one matches, two unknown (servfail)"),
                told(keeper().activate(DOMAIN, Optional.empty(), false)));
        assertEquals(List.of("202611-ed25519 published"), states());
    }

    @Test
    void whoeverTakesItUponHimselfNeedNotWait() throws LifecycleException {
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), Optional.of(DomainName.of("s1")));
        assertEquals(
                List.of("done s1: active, its record unchecked"),
                told(keeper().activate(DOMAIN, Optional.empty(), true)));
    }

    @Test
    void withoutAServerPeopleAreTold() throws LifecycleException {
        KeyKeeper byHand = keeper(SETTINGS, Publisher.byHand());
        List<Event> events = byHand.rotate(DOMAIN);
        assertEquals(
                List.of("done 202611-ed25519: made (ed25519)", "todo 202611-ed25519: put this record into the DNS"),
                told(events));
        KeyRecord record = events.getLast().record().orElseThrow();
        assertEquals(NAME, record.name());
        assertTrue(record.text().startsWith("v=DKIM1; h=sha256; k=ed25519; p="));
        assertEquals(
                List.of("todo 202611-ed25519: record not seen by everyone: one missing (no such name), two missing (no"
                        + " such name)"),
                told(byHand.rotateDue(DOMAIN)));
        dns.publish(record);
        dns.catchUp();
        assertEquals(
                List.of("done 202611-ed25519: record seen by all 2 resolvers: published"),
                told(byHand.rotateDue(DOMAIN)));
    }

    @Test
    void aServerThatRefusesChangesNothing() throws LifecycleException {
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), Optional.of(DomainName.of("s1")));
        keeper().activate(DOMAIN, Optional.empty(), true);
        keeper().publish(DOMAIN, Optional.of(DomainName.of("s1")));
        keeper().retire(DOMAIN, Optional.empty());
        later(Duration.ofDays(12));
        dns.fail(Optional.of("no"));
        assertEquals(List.of("failed s1: no"), told(keeper().rotateDue(DOMAIN)));
        assertEquals(List.of("s1 retiring"), states());
        dns.fail(Optional.empty());
        assertEquals(
                List.of("done s1: revoked, its private half deleted; record emptied"),
                told(keeper().rotateDue(DOMAIN)));
    }

    @Test
    void aKeyThatNobodyKnowsIsDeletedAndNotRevoked() throws LifecycleException, IOException {
        dns.fail(Optional.of("no"));
        assertEquals(
                List.of("done 202611-ed25519: made (ed25519)", "failed 202611-ed25519: no"),
                told(keeper().rotate(DOMAIN)));
        assertEquals(
                List.of("done 202611-ed25519: deleted, as it was never published"),
                told(keeper().retire(DOMAIN, Optional.of(DomainName.of("202611-ed25519")))));
        try (Stream<Path> files = Files.list(root.resolve("example.org"))) {
            assertEquals(
                    List.of("lock", "state"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void theLastKeyMayRetireAndNothingComesBackByItself() throws LifecycleException {
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), Optional.of(DomainName.of("s1")));
        keeper().activate(DOMAIN, Optional.empty(), true);
        assertEquals(
                List.of(
                        "done s1: retiring; its record has to stay until 2026-12-06T08:00:00Z",
                        "todo s1: was the last one: example.org signs no more"),
                told(keeper().retire(DOMAIN, Optional.empty())));
        assertEquals(List.of(), told(keeper().rotateDue(DOMAIN)));
        assertEquals(
                List.of("done s1: active, its record unchecked"),
                told(keeper().activate(DOMAIN, Optional.of(DomainName.of("s1")), true)));
    }

    @Test
    void slotsGoToAndFro() throws LifecycleException {
        LifecycleSettings slots = settings(
                new SelectorTemplate("mail-{algorithm}-{slot}"), Optional.of(DomainName.of("dkim.example.net")));
        KeyKeeper keeper = keeper(slots, Publisher.byHand());
        KeyRecord record = keeper.rotate(DOMAIN).getLast().record().orElseThrow();
        assertEquals("mail-ed25519-a._domainkey.example.org", record.name().toString());
        assertEquals(
                "mail-ed25519-a.example.org.dkim.example.net", record.place().toString());
        assertTrue(record.isDelegated());
        keeper.activate(DOMAIN, Optional.empty(), true);
        keeper.rotate(DOMAIN);
        keeper.activate(DOMAIN, Optional.empty(), true);
        assertEquals(List.of("mail-ed25519-a retiring", "mail-ed25519-b active"), states());
        later(Duration.ofDays(12));
        keeper.rotateDue(DOMAIN);
        later(Duration.ofDays(30));
        keeper.rotateDue(DOMAIN);
        later(Duration.ofDays(180));
        keeper.rotateDue(DOMAIN);
        assertEquals(List.of("mail-ed25519-b active", "mail-ed25519-a generated"), states());
    }

    @Test
    void aSelectorIsTakenOnce() throws LifecycleException {
        Optional<DomainName> s1 = Optional.of(DomainName.of("s1"));
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), s1);
        assertEquals(
                "the selector s1 of example.org is taken",
                assertThrows(LifecycleException.class, () -> keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), s1))
                        .sentence());
    }

    @Test
    void aKeyFileThatIsGoneIsNeitherPublishedNorUsed() throws LifecycleException, IOException {
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), Optional.of(DomainName.of("s1")));
        Path file = root.resolve("example.org/s1.pem");
        Files.delete(file);
        assertEquals(List.of("failed s1: " + file + ": no key"), told(keeper().publish(DOMAIN, Optional.empty())));
        assertEquals(
                List.of("failed s1: " + file + ": no key"), told(keeper().activate(DOMAIN, Optional.empty(), true)));
        assertEquals(List.of("s1 generated"), states());
    }

    @Test
    void aDamagedStateFileIsNamedAndLeftAlone() throws LifecycleException, IOException {
        keeper().create(DOMAIN, List.of(KeyAlgorithm.ED25519), Optional.of(DomainName.of("s1")));
        Path state = root.resolve("example.org/state");
        Files.writeString(state, Files.readString(state) + "oops\n");
        assertEquals(
                List.of("failed -: " + state + ":9: expected [SELECTOR], or a name, = and a value"),
                told(keeper().rotateDue(DOMAIN)));
        assertTrue(Files.readString(state).endsWith("oops\n"));
    }
}
