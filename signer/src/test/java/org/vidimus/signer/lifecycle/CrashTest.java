package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeySource.Keys;

/// The process is killed before, in the middle of and after each thing that it does to the disk, through two whole
/// rotations. Whatever is left can be read, goes on from there, and has lost no key in use.
class CrashTest {
    private static final DomainName DOMAIN = DomainName.of("example.org");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-24T08:00:00Z");

    /// The end of the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /// A disk that does not wait until it has turned: a process that is killed leaves to the system what it wrote.
    private static class QuickDisk extends Disk {
        @Override
        void write(Path file, Bytes content) throws IOException {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content.toArray());
        }

        @Override
        void sync(Path folder) throws IOException {}
    }

    /// A disk on which the process is killed at the `fatal`th moment.
    private static final class MortalDisk extends QuickDisk {
        private final int fatal;
        private int moments;

        MortalDisk(int fatal) {
            this.fatal = fatal;
        }

        private void moment() {
            if (++moments == fatal) {
                throw new Killed();
            }
        }

        @Override
        void makeFolder(Path folder) throws IOException {
            moment();
            super.makeFolder(folder);
            moment();
        }

        @Override
        void write(Path file, Bytes content) throws IOException {
            moment();
            super.write(file, content.slice(0, content.length() / 2));
            moment();
            super.write(file, content);
            moment();
        }

        @Override
        void rename(Path from, Path to) throws IOException {
            moment();
            super.rename(from, to);
            moment();
        }

        @Override
        void sync(Path folder) throws IOException {
            moment();
            super.sync(folder);
        }

        @Override
        void delete(Path file) throws IOException {
            moment();
            super.delete(file);
            moment();
        }
    }

    @Test
    @Spec("SGN-10")
    void aKillAtAnyInstantLosesNothing() throws IOException, LifecycleException {
        int deaths = 0;
        for (int fatal = 1; ; fatal++) {
            now = Instant.parse("2026-11-24T08:00:00Z");
            Path root = folder.resolve(Integer.toString(fatal));
            var dns = new TestDns("one");
            var disk = new MortalDisk(fatal);
            boolean died = false;
            for (int step = 0; step < 14; step++) {
                try {
                    keeper(root, disk, dns).rotate(DOMAIN);
                } catch (Killed _) {
                    died = true;
                    deaths++;
                    look(root, dns);
                    keeper(root, new QuickDisk(), dns).rotate(DOMAIN); // somebody starts it again
                    look(root, dns);
                }
                dns.catchUp();
                now = now.plus(step % 2 == 0 ? Duration.ofHours(1) : Duration.ofDays(6));
            }
            look(root, dns);
            assertEquals(1, selectors(root, KeyState.ACTIVE).size(), "killed at moment " + fatal);
            if (!died) {
                assertTrue(deaths > 50, "only " + deaths + " moments");
                return;
            }
        }
    }

    private KeyKeeper keeper(Path root, Disk disk, TestDns dns) {
        LifecycleSettings some = LifecycleSettings.DEFAULT;
        var settings = new LifecycleSettings(
                root,
                List.of(KeyAlgorithm.ED25519),
                some.selector(),
                Duration.ofDays(6),
                some.publishWait(),
                some.signatureLifetime(),
                some.queueLife(),
                Duration.ofDays(1),
                Optional.empty(),
                some.recordTtl(),
                Optional.empty());
        var check = new RecordCheck(dns.witnesses(), CryptoBackend.of(CryptoBackend.Choice.JDK), System::nanoTime);
        return new KeyKeeper(
                new DirectoryStore(root, disk), settings, new KeyKeeper.Means(new TestTools(), check, dns, () -> now));
    }

    /// What a filter would do that starts now.
    private void look(Path root, TestDns dns) throws IOException, LifecycleException {
        var directory = new KeyDirectory(root, new TestTools());
        assertEquals(List.of(), directory.refresh().problems());
        Set<String> active = selectors(root, KeyState.ACTIVE);
        Keys keys = directory.keys(DOMAIN);
        if (active.isEmpty()) {
            assertInstanceOf(Keys.None.class, keys);
        } else {
            for (DomainKey key : assertInstanceOf(Keys.Active.class, keys).keys()) {
                String record = dns.zone().get(key.recordName().orElseThrow());
                assertTrue(record != null && !record.endsWith("p="), key.selector() + " signs and is not published");
            }
            assertEquals(1, active.size());
        }
        // A key whose record is emptied is of no use to anybody, and one that is revoked never comes back.
        for (String selector : selectors(root, KeyState.REVOKED)) {
            assertFalse(active.contains(selector));
        }
        try (Stream<Path> files = Files.exists(root) ? Files.walk(root) : Stream.of()) {
            assertTrue(
                    files.filter(Files::isRegularFile).allMatch(CrashTest::onlyForItsOwner),
                    "a file is open to others");
        }
    }

    private static boolean onlyForItsOwner(Path file) {
        try {
            return file.endsWith("lock") || Files.getPosixFilePermissions(file).size() == 2;
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    private static Set<String> selectors(Path root, KeyState state) throws LifecycleException {
        var selectors = new HashSet<String>();
        new DirectoryStore(root, new Disk())
                .readToChange(DOMAIN)
                .in(state)
                .forEach(key -> selectors.add(key.selector().toString()));
        return selectors;
    }
}
