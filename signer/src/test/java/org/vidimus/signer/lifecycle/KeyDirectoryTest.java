package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeySource.Keys;

class KeyDirectoryTest {
    private static final DomainName DOMAIN = DomainName.of("example.org");
    private static final DomainName OTHER = DomainName.of("example.net");
    private static final List<KeyAlgorithm> BOTH = List.of(KeyAlgorithm.ED25519, KeyAlgorithm.RSA2048);

    @TempDir
    private Path root;

    private final TestTools tools = new TestTools();
    private KeyDirectory directory;
    private KeyKeeper keeper;

    @BeforeEach
    void open() {
        directory = new KeyDirectory(root, tools);
        var check = new RecordCheck(List.of(), CryptoBackend.of(CryptoBackend.Choice.JDK), System::nanoTime);
        keeper = new KeyKeeper(
                root,
                LifecycleSettings.DEFAULT,
                new KeyKeeper.Means(tools, check, Publisher.byHand(), () -> Instant.parse("2026-11-24T08:00:00Z")));
    }

    private List<String> selectors(DomainName domain) {
        return assertInstanceOf(Keys.Active.class, directory.keys(domain)).keys().stream()
                .map(DomainKey::selector)
                .map(DomainName::toString)
                .toList();
    }

    private void twoActiveKeys(DomainName domain) throws LifecycleException {
        keeper.create(domain, BOTH, Optional.empty());
        keeper.activate(domain, Optional.empty(), true);
    }

    @Test
    void aDirectoryThatIsNotThereHasNoDomains() {
        directory = new KeyDirectory(root.resolve("none"), tools);
        assertEquals(new KeyDirectory.News(List.of(), List.of()), directory.refresh());
        assertEquals(new Keys.None("no keys of example.org in " + root.resolve("none")), directory.keys(DOMAIN));
    }

    @Test
    void aKeyThatIsOnlyMadeDoesNotSign() throws LifecycleException {
        keeper.create(DOMAIN, BOTH, Optional.empty());
        assertEquals(
                List.of("example.org: no key of example.org is active"),
                directory.refresh().changes());
        assertEquals(new Keys.None("no key of example.org is active"), directory.keys(DOMAIN));
    }

    @Test
    void rsaComesFirst() throws LifecycleException {
        twoActiveKeys(DOMAIN);
        assertEquals(
                List.of("example.org: signs with 202611-rsa (rsa-sha256) and 202611-ed25519 (ed25519-sha256)"),
                directory.refresh().changes());
        assertEquals(List.of("202611-rsa", "202611-ed25519"), selectors(DOMAIN));
        assertEquals(new KeyDirectory.News(List.of(), List.of()), directory.refresh());
    }

    @Test
    void aRunningFilterPicksUpARotation() throws LifecycleException {
        twoActiveKeys(DOMAIN);
        directory.refresh();
        keeper.create(DOMAIN, List.of(KeyAlgorithm.RSA2048), Optional.empty());
        directory.refresh();
        assertEquals(List.of("202611-rsa", "202611-ed25519"), selectors(DOMAIN));
        keeper.activate(DOMAIN, Optional.of(DomainName.of("202611-rsa-2")), true);
        assertEquals(List.of("202611-rsa", "202611-ed25519"), selectors(DOMAIN)); // until it looks
        directory.refresh();
        assertEquals(List.of("202611-rsa-2", "202611-ed25519"), selectors(DOMAIN));
    }

    @Test
    void onlyItsOwnerReadsAKey() throws LifecycleException, IOException {
        twoActiveKeys(DOMAIN);
        Path folder = root.resolve("example.org");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        for (String file : List.of("202611-rsa.pem", "202611-ed25519.pem", "state")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))));
        }
    }

    @Test
    @Spec("SGN-9")
    void aDamagedStateFileStopsItsDomainOnly() throws LifecycleException, IOException {
        twoActiveKeys(DOMAIN);
        twoActiveKeys(OTHER);
        Path state = root.resolve("example.org/state");
        Files.writeString(state, "what is this?\n");
        String why = state + ":1: expected [SELECTOR], or a name, = and a value";
        assertEquals(List.of(why), directory.refresh().problems());
        assertEquals(new Keys.Broken(why), directory.keys(DOMAIN));
        assertEquals(List.of("202611-rsa", "202611-ed25519"), selectors(OTHER));
    }

    @Test
    void whatWasGoodStaysInUse() throws LifecycleException, IOException {
        twoActiveKeys(DOMAIN);
        directory.refresh();
        Path state = root.resolve("example.org/state");
        String good = Files.readString(state);
        Files.writeString(state, "what is this?\n");
        assertEquals(
                new KeyDirectory.News(
                        List.of(),
                        List.of(state + ":1: expected [SELECTOR], or a name, = and a value; the keys stay as they"
                                + " were")),
                directory.refresh());
        assertEquals(List.of("202611-rsa", "202611-ed25519"), selectors(DOMAIN));
        Files.writeString(state, good + "\n");
        Path key = root.resolve("example.org/202611-rsa.pem");
        Files.delete(key);
        assertEquals(
                List.of(key + ": no key; the key stays in use as it was read before"),
                directory.refresh().problems());
        assertEquals(List.of("202611-rsa", "202611-ed25519"), selectors(DOMAIN));
    }

    @Test
    void oneGoodKeyOfTwoSigns() throws LifecycleException, IOException {
        twoActiveKeys(DOMAIN);
        Path key = root.resolve("example.org/202611-rsa.pem");
        Files.delete(key);
        assertEquals(List.of(key + ": no key"), directory.refresh().problems());
        assertEquals(List.of("202611-ed25519"), selectors(DOMAIN));
        Files.delete(root.resolve("example.org/202611-ed25519.pem"));
        directory = new KeyDirectory(root, tools); // a filter that starts now
        directory.refresh();
        assertEquals(
                new Keys.Broken(root.resolve("example.org/202611-ed25519.pem") + ": no key; " + key + ": no key"),
                directory.keys(DOMAIN));
    }

    @Test
    void aKeyFileMustHoldTheKeyThatIsPublished() throws LifecycleException, IOException {
        twoActiveKeys(DOMAIN);
        Path rsa = root.resolve("example.org/202611-rsa.pem");
        Files.writeString(rsa, tools.make(KeyAlgorithm.RSA2048).file().utf8());
        assertEquals(
                List.of(rsa + ": not the key that the state file has the public half of"),
                directory.refresh().problems());
    }

    @Test
    void aDomainThatIsGoneSignsNoMore() throws LifecycleException, IOException {
        twoActiveKeys(DOMAIN);
        directory.refresh();
        Files.delete(root.resolve("example.org/state"));
        assertEquals(
                List.of("example.org: its keys are gone"), directory.refresh().changes());
        assertInstanceOf(Keys.None.class, directory.keys(DOMAIN));
    }
}
