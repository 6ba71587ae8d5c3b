package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Question;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ServerAddress;
import org.vidimus.policy.dns.ServerResolver;
import org.vidimus.signer.lifecycle.Publisher.Outcome;

/// Updates, with Knot DNS as the judge.
class DnsUpdateTest {
    private static final DomainName DOMAIN = DomainName.of("example.org");
    private static final Duration TTL = Duration.ofHours(1);

    @TempDir
    private static Path folder;

    private static Knot knot;

    @BeforeAll
    static void start() throws IOException {
        knot = Knot.start(folder, "example.org", "dkim.example.net");
    }

    @AfterAll
    static void stop() {
        if (knot != null) {
            knot.close();
        }
    }

    private static TsigSource key(String name, String algorithm, String secret) throws IOException {
        Path file = Files.writeString(
                folder.resolve("tsig-" + name + secret.hashCode()), """
                # as tsig-keygen writes it
                key "%s" {
                	algorithm %s;
                	secret "%s";
                };
                """.formatted(name, algorithm, secret));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new TsigSource(file, Optional.empty());
    }

    private static DnsUpdate update(Optional<TsigSource> key, InstantSource clock) throws LifecycleException {
        return new DnsUpdate(new UpdateSettings(knot.address(), key, Optional.empty(), Duration.ofSeconds(20)), clock);
    }

    private static DnsUpdate update() throws IOException, LifecycleException {
        return update(Optional.of(key("vidimus", "hmac-sha256", Knot.SECRET)), InstantSource.system());
    }

    private static KeyRecord record(String place, String text) {
        return new KeyRecord(DomainName.of(place), DomainName.of(place), text, TTL);
    }

    private static Answer ask(String name) {
        try (var resolver = new ServerResolver(
                DnsSettings.of(List.of(knot.address())), Budgets.Dns.DEFAULT, System::nanoTime, new SecureRandom())) {
            return resolver.lookup(new Question(DomainName.of(name), RecordType.TXT), Duration.ofSeconds(10));
        }
    }

    private static Answer text(String text) {
        return new Answer.Found(List.of(new Data.Text(Bytes.utf8(text))), false);
    }

    private static void assertDone(String what, Outcome outcome) {
        assertEquals(
                what.replace("SERVER", knot.address().toString()),
                assertInstanceOf(Outcome.Done.class, outcome).what());
    }

    private static void assertFailed(String why, Outcome outcome) {
        assertEquals(
                why.replace("SERVER", knot.address().toString()),
                assertInstanceOf(Outcome.Failed.class, outcome).why());
    }

    /// A record from its beginning to its end; longer than a character-string can be.
    @Test
    @Spec("RFC 2136 §2.4")
    void aRecordComesIsEmptiedAndGoes() throws IOException, LifecycleException {
        String name = "s1._domainkey.example.org";
        String key = "v=DKIM1; k=rsa; p=" + "QUJD".repeat(98);
        KeyRecord full = record(name, key);
        KeyRecord emptied = record(name, "v=DKIM1; k=rsa; p=");
        assertDone("added to example.org at SERVER", update().publish(full));
        assertEquals(text(key), ask(name));
        assertDone("is at SERVER", update().publish(full));
        assertDone("emptied in example.org at SERVER", update().empty(full, emptied));
        assertEquals(text("v=DKIM1; k=rsa; p="), ask(name));
        assertDone("is empty at SERVER", update().empty(full, emptied));
        assertDone("removed from example.org at SERVER", update().remove(emptied));
        assertInstanceOf(Answer.NoSuchName.class, ask(name));
        assertDone("is gone from SERVER", update().remove(emptied));
        assertDone("is gone from SERVER", update().empty(full, emptied));
    }

    @Test
    void aSelectorThatWasEmptiedIsUsedAgain() throws IOException, LifecycleException {
        String name = "again._domainkey.example.org";
        update().publish(record(name, "v=DKIM1; k=rsa; p="));
        assertDone("added to example.org at SERVER", update().publish(record(name, "v=DKIM1; k=rsa; p=QUJD")));
        assertEquals(text("v=DKIM1; k=rsa; p=QUJD"), ask(name));
    }

    @Test
    @Spec("RFC 2136 §2.4.2")
    void whatSomebodyElseHasPutThereStays() throws IOException, LifecycleException {
        KeyRecord taken = record("taken._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD");
        String why = "something else stands at taken._domainkey.example.org and is not overwritten: something else";
        assertFailed(why, update().publish(taken));
        assertFailed(why, update().empty(taken, record("taken._domainkey.example.org", "v=DKIM1; k=rsa; p=")));
        assertFailed(why, update().remove(taken));
        KeyRecord other = record("other._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD");
        update().publish(other);
        assertFailed(
                "something else stands at other._domainkey.example.org and is not overwritten: v=DKIM1; k=rsa;"
                        + " p=QUJD",
                update().empty(
                                record("other._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJE"),
                                record("other._domainkey.example.org", "v=DKIM1; k=rsa; p=")));
        assertEquals(text("v=DKIM1; k=rsa; p=QUJD"), ask("other._domainkey.example.org"));
    }

    @Test
    void anAliasIsNotWrittenBeside() throws IOException, LifecycleException {
        assertFailed(
                "alias._domainkey.example.org is an alias, and its target is not where keys are delegated to",
                update().publish(record("alias._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD")));
    }

    @Test
    void aDelegatedRecordGoesToItsOwnZone() throws IOException, LifecycleException {
        var record = new KeyRecord(
                DomainName.of("s1._domainkey.example.com"),
                DomainName.of("s1.example.com.dkim.example.net"),
                "v=DKIM1; k=rsa; p=QUJD",
                TTL);
        assertDone("added to dkim.example.net at SERVER", update().publish(record));
        assertEquals(text("v=DKIM1; k=rsa; p=QUJD"), ask("s1.example.com.dkim.example.net"));
    }

    @Test
    void theKeyMayBeLonger() throws IOException, LifecycleException {
        DnsUpdate update = update(Optional.of(key("vidimus512", "hmac-sha512", Knot.SECRET)), InstantSource.system());
        assertDone(
                "added to example.org at SERVER",
                update.publish(record("s512._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD")));
    }

    @Test
    void theSecretMayStandAlone() throws IOException, LifecycleException {
        Path file = Files.writeString(folder.resolve("secret"), Knot.SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        TsigSource source = assertInstanceOf(Parsed.Ok.class, TsigSource.parse("vidimus:hmac-sha256:" + file))
                                .value()
                        instanceof TsigSource read
                ? read
                : new TsigSource(file, Optional.empty());
        assertEquals("vidimus:hmac-sha256:" + file, source.toString());
        assertDone(
                "added to example.org at SERVER",
                update(Optional.of(source), InstantSource.system())
                        .publish(record("alone._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD")));
    }

    @Test
    @Spec("RFC 8945 §5.2")
    void theServerSaysWhatIsWrongWithASignature() throws IOException, LifecycleException {
        KeyRecord record = record("wrong._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD");
        String other = Knot.SECRET.replace("AAAA", "QUJD");
        assertFailed(
                "SERVER does not know the key nobody with that algorithm, or not for this (BADKEY)",
                update(Optional.of(key("nobody", "hmac-sha256", Knot.SECRET)), InstantSource.system())
                        .publish(record));
        assertFailed(
                "SERVER has another secret for the key vidimus (BADSIG)",
                update(Optional.of(key("vidimus", "hmac-sha256", other)), InstantSource.system())
                        .publish(record));
        Instant late = Instant.now().plus(Duration.ofHours(1));
        assertFailed(
                "SERVER has another time of day than this machine (BADTIME)",
                update(Optional.of(key("vidimus", "hmac-sha256", Knot.SECRET)), () -> late)
                        .publish(record));
        assertInstanceOf(Answer.NoSuchName.class, ask("wrong._domainkey.example.org"));
    }

    @Test
    @Spec("RFC 2136 §2.2")
    void theServerSaysWhatItDoesNotAllow() throws IOException, LifecycleException {
        KeyRecord record = record("wrong._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD");
        assertFailed(
                "SERVER is not the primary server of example.org, or wants a key (NOTAUTH)",
                update(Optional.empty(), InstantSource.system()).publish(record));
        assertFailed(
                "SERVER does not know the key reader with that algorithm, or not for this (BADKEY)",
                update(Optional.of(key("reader", "hmac-sha256", Knot.SECRET)), InstantSource.system())
                        .publish(record));
        assertFailed(
                "SERVER has no zone that s._domainkey.example.com is in; name it as the zone",
                update().publish(record("s._domainkey.example.com", "v=DKIM1; k=rsa; p=QUJD")));
        assertFailed(
                "SERVER leaves s._domainkey.child.example.org to other servers",
                update().publish(record("s._domainkey.child.example.org", "v=DKIM1; k=rsa; p=QUJD")));
    }

    @Test
    void aServerThatIsSilentOrAwayIsWaitedForNoLongerThanIsSaid() throws IOException, LifecycleException {
        KeyRecord record = record("s._domainkey.example.org", "v=DKIM1; k=rsa; p=QUJD");
        DnsUpdate update;
        ServerAddress address;
        try (var silent = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            address = new ServerAddress(InetAddress.ofLiteral("127.0.0.1"), silent.getLocalPort());
            update = new DnsUpdate(
                    new UpdateSettings(address, Optional.empty(), Optional.of(DOMAIN), Duration.ofSeconds(1)),
                    InstantSource.system());
            assertEquals(new Outcome.Failed(address + " does not answer within 1 s"), update.publish(record));
        }
        assertTrue(assertInstanceOf(Outcome.Failed.class, update.publish(record))
                .why()
                .startsWith(address + " cannot be asked: "));
    }
}
