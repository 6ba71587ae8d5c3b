package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

class FileSafetyTest {
    private static final UserGroups SYSTEM = new UserGroups(
            List.of("root:x:0:0:", "vidimus:x:100:200:", "alice:x:1000:1000:", "bob:x:1001:300:", "broken line"),
            List.of(
                    "root:x:0:",
                    "vidimus:x:200:",
                    "mail:x:8:vidimus,alice",
                    "users:x:300:",
                    "own:x:201:vidimus,root",
                    "ghosts:x:202:nobody-knows"));

    @TempDir
    Path folder;

    @Test
    void aGroupOfNobodyElseIsNobodyElse() {
        Set<Integer> trusted = Set.of(0, 100);

        assertTrue(SYSTEM.isWithin(200, trusted)); // the service's own
        assertTrue(SYSTEM.isWithin(201, trusted));
        assertTrue(SYSTEM.isWithin(0, trusted));
        assertFalse(SYSTEM.isWithin(8, trusted)); // alice is in it
        assertFalse(SYSTEM.isWithin(300, trusted)); // bob's, by his own entry
        assertFalse(SYSTEM.isWithin(202, trusted)); // a member that has no entry
        assertFalse(SYSTEM.isWithin(77, trusted)); // no such group
        assertEquals("alice", SYSTEM.user(1000));
        assertEquals("77", SYSTEM.group(77));
    }

    @Test
    @Spec("DKS-7")
    void whatOthersCanReadOrChangeIsRefusedWithTheCommandThatHelps() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("keys"));
        Path file = Files.writeString(inner.resolve("key"), "x");

        assertEquals(Optional.empty(), fault(file, "rw-------", "rwx------"));
        assertEquals(Optional.empty(), fault(file, "r--------", "rwxr-xr-x"));
        assertEquals(
                Optional.of("every user of this machine may read it: chmod 600 " + file),
                fault(file, "rw----r--", "rwx------"));
        assertEquals(
                Optional.of("every user of this machine may change it: chmod 600 " + file),
                fault(file, "rw-----w-", "rwx------"));
        assertEquals(
                Optional.of("every user of this machine may replace it: chmod o-w " + inner),
                fault(file, "rw-------", "rwx---rwx"));
    }

    private static Optional<String> fault(Path file, String mode, String folderMode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setPosixFilePermissions(
                Objects.requireNonNull(file.getParent()), PosixFilePermissions.fromString(folderMode));
        return FileSafety.fault(file);
    }

    @Test
    void aLinkIsJudgedByWhatItLeadsTo() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path file = Files.writeString(open.resolve("key"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertTrue(fault(file, "rw----r--", "rwx------").isPresent());
        assertEquals(Optional.of("every user of this machine may read it: chmod 600 " + file), FileSafety.fault(link));
    }

    @Test
    void whereItIsOnlyAdvisedTheKeyIsUsed() throws IOException {
        OpenSsl files = new OpenSsl(folder);
        Path file = files.write(
                "key",
                Bytes.utf8("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=").toArray());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        KeyReference reference = new KeyReference.InFile(file);
        KeyRules advised = new KeyRules(1024, KeySafety.ADVISED, Optional.empty());

        assertEquals(KeyFault.UNSAFE, Keys.refused(Keys.LOADER.load(reference)).fault());
        assertEquals(
                List.of(file + ": every user of this machine may read it: chmod 600 " + file),
                Keys.loaded(new KeyLoader(Keys.BACKEND, advised).load(reference))
                        .cautions());
    }
}
