package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;

class KeysCommandTest {
    @TempDir
    private Path folder;

    private Console.Result keys(String... arguments) {
        return Console.run(Stream.concat(
                        Stream.concat(Stream.of("keys"), Stream.of(arguments)),
                        Stream.of("--directory", folder.resolve("keys").toString()))
                .toArray(String[]::new));
    }

    private static void assertDone(Console.Result console) {
        assertEquals(0, console.status(), () -> console.out() + console.err());
        assertEquals("", console.err());
    }

    /// A domain begins to sign, with nobody but the administrator to change its zone.
    @Test
    @Spec("SGN-10")
    void aDomainBeginsToSign() throws IOException {
        Console.Result made = keys("new", "Example.ORG", "--algorithm", "ed25519", "--selector", "s1");
        assertDone(made);
        assertTrue(made.out().startsWith("example.org s1: done: made (ed25519)\n"), made.out());
        Console.Result zone = keys("publish", "example.org", "--format", "zone");
        assertDone(zone);
        assertTrue(
                zone.out()
                        .matches("s1\\._domainkey\\.example\\.org\\. 3600 IN TXT \\(\\R"
                                + " {4}\"v=DKIM1; h=sha256; k=ed25519; p=[A-Za-z0-9+/]{43}=\" \\)\\R"),
                zone.out());
        Path file = Files.writeString(folder.resolve("zone"), "");
        Console.Result missing = keys("check", "example.org", "--zone", file.toString());
        assertEquals(1, missing.status());
        assertEquals("example.org s1 (generated)\n  zone file " + file + ": missing: no such name\n", missing.out());
        Files.writeString(file, zone.out());
        Console.Result seen = keys("check", "example.org", "--zone", file.toString());
        assertDone(seen);
        assertEquals("example.org s1 (published)\n  zone file " + file + ": matches\n", seen.out());
        Console.Result early = keys("activate", "example.org", "--zone", file.toString());
        assertDone(early);
        assertTrue(early.out().startsWith("example.org s1: wait: published, and not used before "), early.out());
        Console.Result active = keys("activate", "example.org", "--unchecked");
        assertDone(active);
        assertEquals("example.org s1: done: active, its record unchecked\n", active.out());
        Console.Result list = keys("list");
        assertDone(list);
        List<String> lines = list.out().lines().toList();
        assertTrue(lines.get(0).matches("DOMAIN +SELECTOR +ALGORITHM +STATE +SINCE +NEXT"), list.out());
        assertTrue(
                lines.get(1).matches("example.org +s1 +ed25519 +active +2\\S+Z +make the next key from 2\\S+Z"),
                list.out());
        Console.Result retired = keys("retire", "example.org");
        assertDone(retired);
        assertTrue(retired.out().contains("retiring; its record has to stay until "), retired.out());
    }

    @Test
    void aTimerSaysWhatIsToBeDoneInALineEach() {
        assertDone(keys("rotate", "example.org"));
        Console.Result due = keys("rotate", "--due", "--dns", "127.0.0.1:1");
        assertDone(due);
        assertEquals(2, due.out().lines().count(), due.out());
        assertTrue(
                due.out()
                        .lines()
                        .allMatch(line -> line.matches("example\\.org \\d{6}-(rsa|ed25519): todo: record not"
                                + " seen by everyone: 127\\.0\\.0\\.1:1 unknown \\(\\S+\\):"
                                + " \\S+\\._domainkey\\.example\\.org TXT \"v=DKIM1; .*\"")),
                due.out());
    }

    @Test
    void everythingIsThereAsJson() {
        Console.Result made = keys("new", "example.org", "--algorithm", "ed25519", "--selector", "s1", "--json");
        assertDone(made);
        assertTrue(
                made.out()
                        .startsWith("{\"events\":[{\"domain\":\"example.org\",\"selector\":\"s1\",\"kind\":\"done\","
                                + "\"what\":\"made (ed25519)\",\"record\":null},{"),
                made.out());
        Console.Result list = keys("list", "--json");
        assertTrue(
                list.out()
                        .startsWith("{\"keys\":[{\"domain\":\"example.org\",\"selector\":\"s1\",\"algorithm\":"
                                + "\"ed25519\",\"state\":\"generated\",\"since\":\"2"),
                list.out());
    }

    @Test
    void delegatedRecordsComeWithTheirAliases() {
        keys("new", "example.org", "--algorithm", "ed25519", "--selector", "s1");
        Console.Result zone = keys("publish", "example.org", "--format", "zone", "--cname-target", "dkim.example.net");
        assertDone(zone);
        assertEquals(
                List.of(
                        "s1._domainkey.example.org. 3600 IN CNAME s1.example.org.dkim.example.net.",
                        "s1.example.org.dkim.example.net. 3600 IN TXT ("),
                zone.out().lines().limit(2).toList());
    }

    @Test
    void noCommandShowsAPrivateKey() throws IOException {
        var shown = new StringBuilder();
        shown.append(keys("new", "example.org").out());
        shown.append(keys("new", "example.net", "--json").out());
        shown.append(keys("publish", "example.org").out());
        shown.append(keys("list", "--json").out());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pem")).toList()) {
                List<String> lines = Files.readAllLines(file);
                assertEquals("-----BEGIN PRIVATE KEY-----", lines.getFirst());
                assertFalse(shown.toString().contains(lines.get(1)));
            }
        }
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Console.Result nobody = keys("activate", "example.org");
        assertEquals(1, nobody.status());
        assertEquals("vidimus keys activate: example.org has no key that is published\n", nobody.err());
        assertEquals(2, keys("rotate").status());
        assertEquals(2, keys("new", "example.org", "--algorithm", "dsa").status());
        assertEquals(2, keys("new", "example.org", "--selector", "s1").status());
        keys("new", "example.org", "--algorithm", "ed25519", "--selector", "s1");
        Files.writeString(folder.resolve("keys/example.org/state"), "oops\n");
        Console.Result damaged = keys("list");
        assertEquals(1, damaged.status());
        assertEquals(
                "vidimus keys list: " + folder.resolve("keys/example.org/state")
                        + ":1: expected [SELECTOR], or a name, = and a value\n",
                damaged.err());
        Console.Result due = keys("rotate", "--due");
        assertEquals(1, due.status());
        assertTrue(due.out().startsWith("example.org: failed: "), due.out());
    }
}
