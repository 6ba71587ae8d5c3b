package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;

class SieveCommandTest {
    private static final Path SHIPPED = Path.of("..", "docs", "sieve");

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aSoundScriptIsSaidToBeSound() throws IOException {
        Path file = file("a.sieve", "if size :over 1M { stop; }");
        assertEquals(new Result(0, file + ": ok\n", ""), Console.run("sieve", "check", file.toString()));
    }

    @Test
    void everyMistakeHasItsPlace() throws IOException {
        Path file = file("a.sieve", "if heade \"a\" \"b\" { keep; }\nfileinto \"x\";\n");
        assertEquals(
                new Result(
                        1,
                        "",
                        file + ":1:4: there is no test 'heade': did you mean 'header'?\n" + file
                                + ":2:1: 'fileinto' needs require \"fileinto\"\n"),
                Console.run("sieve", "check", file.toString()));
    }

    @Test
    void doubtsAreNoMistakes() throws IOException {
        Path file = file("a.sieve", "stop;\nkeep;\n");
        assertEquals(
                new Result(0, file + ": ok\n", file + ":2:1: warning: this is never reached\n"),
                Console.run("sieve", "check", file.toString()));
    }

    @Test
    void scriptsOfUsersHaveWordsThatTheFilterHasNot() throws IOException {
        Path file = file("a.sieve", "require \"vacation\";\nvacation \"away\";\n");
        assertEquals(
                new Result(
                        1,
                        "",
                        file + ":1:9: \"vacation\" is only there at delivery, and this script runs while the client"
                                + " still waits\n"),
                Console.run("sieve", "check", file.toString()));
        assertEquals(new Result(0, file + ": ok\n", ""), Console.run("sieve", "check", "--delivery", file.toString()));
        Path large = file("b.sieve", "# " + "x".repeat(128 << 10));
        assertEquals(0, Console.run("sieve", "check", large.toString()).status());
        assertEquals(
                1, Console.run("sieve", "check", "--delivery", large.toString()).status());
    }

    @Test
    void problemsAreJsonToo() throws IOException {
        Path file = file("a.sieve", "keep 3;");
        assertEquals(
                new Result(
                        1,
                        "[{\"file\":\"" + file + "\",\"line\":1,\"column\":6,\"severity\":\"error\","
                                + "\"text\":\"one argument too many\"}]\n",
                        ""),
                Console.run("sieve", "check", "--json", file.toString()));
    }

    @Test
    void aMissingScriptIsNamed() {
        Path file = folder.resolve("none.sieve");
        assertEquals(
                new Result(1, "", "vidimus sieve check: " + file + ": no such file or folder\n"),
                Console.run("sieve", "check", file.toString()));
    }

    @Test
    void testsPassAndFail() throws IOException {
        Path good = file("good.svtest", "require \"vnd.dovecot.testsuite\"; test \"a\" { keep; }");
        assertEquals(
                new Result(0, "1 files: 1 tests passed, 0 failed\n", ""),
                Console.run("sieve", "test", good.toString()));
        Path bad = file("bad.svtest", "require \"vnd.dovecot.testsuite\"; test \"b\" { test_fail \"no\"; }");
        assertEquals(
                new Result(1, "2 files: 1 tests passed, 1 failed\n", bad + ":1:45: b: no\n"),
                Console.run("sieve", "test", folder.toString()));
    }

    @Test
    void aFileThatCannotBeRunFails() throws IOException {
        Path bad = file("bad.svtest", "require \"vnd.dovecot.testsuite\"; test \"b\" { kep; }");
        assertEquals(
                new Result(
                        1,
                        "1 files: 0 tests passed, 1 failed\n",
                        bad + ":1:45: there is no command 'kep': did you mean 'keep'?\n"),
                Console.run("sieve", "test", bad.toString()));
    }

    @Test
    void noTestsAreNotGoodTests() {
        assertEquals(
                new Result(1, "0 files: 0 tests passed, 0 failed\n", ""),
                Console.run("sieve", "test", folder.toString()));
    }

    @Test
    void shippedScriptsHaveTestsThatPass() throws IOException {
        Result tests = Console.run("sieve", "test", SHIPPED.toString());
        assertEquals("", tests.err());
        assertEquals(0, tests.status());
        List<String> arguments = new ArrayList<>(List.of("sieve", "check", "--delivery"));
        try (Stream<Path> files = Files.list(SHIPPED)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sieve"))
                    .sorted()
                    .toList()) {
                arguments.add(file.toString());
                String test = file.toString().replace(".sieve", ".svtest");
                assertTrue(Files.exists(Path.of(test)), "there is no " + test);
            }
        }
        Result check = Console.run(arguments.toArray(String[]::new));
        assertEquals("", check.err());
        assertEquals(0, check.status());
        // The filter has no mailboxes, so one of them is for users alone.
        arguments.removeIf(argument -> argument.equals("--delivery") || argument.endsWith("plus-folders.sieve"));
        Result filter = Console.run(arguments.toArray(String[]::new));
        assertEquals("", filter.err());
        assertEquals(0, filter.status());
    }

    @Test
    void aRunShowsEachLineAndWhatWouldBeDone() throws IOException {
        Path script = file("p.sieve", """
                require ["fileinto", "envelope", "include", "vnd.vidimus.auth"];
                include "more";
                if allof (auth_result "dmarc" "fail",
                          envelope :is "to" "b@example.com") {
                    fileinto "Lists";
                } else {
                    discard;
                }
                """);
        file("more.sieve", "if size :over 1M { stop; }\n");
        Path message = file("m.eml", "From: ann@bank.example\nSubject: x\n\nbody\n");
        Path zone = file("dns.zone", "_dmarc.bank.example. TXT \"v=DMARC1; p=none\"\n");
        Result shown = Console.run(
                "sieve",
                "run",
                script.toString(),
                message.toString(),
                "--zone",
                zone.toString(),
                "--ip",
                "192.0.2.1",
                "--mail-from",
                "joe@example.org",
                "--rcpt",
                "b@example.com");
        assertEquals("", shown.err());
        assertEquals(
                List.of(
                        script + " on " + message,
                        "",
                        "FOUND",
                        "  spf     none smtp.mailfrom=example.org",
                        "  iprev   permerror policy.iprev=192.0.2.1",
                        "  dkim    none",
                        "  arc     none",
                        "  dmarc   fail header.from=bank.example policy.dmarc=none",
                        "",
                        "RAN",
                        "     2  include \"more\";",
                        "  " + folder.resolve("more.sieve"),
                        "     1  if size :over 1M { stop; } ....................... false",
                        "  " + script,
                        "     3  if allof (auth_result \"dmarc\" \"fail\", ............ allof true, auth_result true",
                        "     4            envelope :is \"to\" \"b@example.com\") { ... true",
                        "     5      fileinto \"Lists\";",
                        "",
                        "DONE",
                        "  accepted",
                        "  - line 5: fileinto \"Lists\"",
                        "  - adds X-Vidimus-Fileinto: Lists"),
                shown.out().lines().toList());
        assertEquals(0, shown.status());
    }

    @Test
    void aRunThatBreaksOffFails() throws IOException {
        Path script = file("p.sieve", "redirect \"a@example.org\";\n".repeat(11));
        Path message = file("m.eml", "From: ann@bank.example\n\nbody\n");
        Path zone = file("dns.zone", "bank.example. TXT \"x\"\n");
        Result shown = Console.run("sieve", "run", script.toString(), message.toString(), "--zone", zone.toString());
        assertEquals(1, shown.status());
        assertTrue(shown.out().contains("  broke off: " + script + ":11:1: more than 10 redirections"), shown.out());
        assertTrue(shown.out().contains("- as if there were no script: it broke off"), shown.out());
    }

    @Test
    void aRunNeedsAScriptThatCompiles() throws IOException {
        Path script = file("p.sieve", "kep;");
        Path message = file("m.eml", "From: ann@bank.example\n\nbody\n");
        assertEquals(
                new Result(1, "", script + ":1:1: there is no command 'kep': did you mean 'keep'?\n"),
                Console.run("sieve", "run", script.toString(), message.toString()));
        Path missing = folder.resolve("none.sieve");
        assertEquals(
                new Result(1, "", missing + ": no such file\n"),
                Console.run("sieve", "run", missing.toString(), message.toString()));
        Path empty = file("empty.sieve", "");
        Result noMessage = Console.run("sieve", "run", empty.toString(), missing.toString());
        assertEquals(1, noMessage.status());
        assertTrue(noMessage.err().startsWith("vidimus sieve run: " + missing), noMessage.err());
        assertEquals(2, Console.run("sieve", "run", empty.toString()).status());
    }

    @Test
    void aTestSaysWhatTheChecksFound() throws IOException {
        String says = "require [\"vnd.dovecot.testsuite\", \"vnd.vidimus.auth\"];\n"
                + "test \"t\" { test_set \"vnd.vidimus.auth\" \"%s\"; if not %s { test_fail \"no\"; } }";
        for (String[] row : new String[][] {
            {"spf=softfail smtp.mailfrom=a@example.org", "auth_result :domain \"spf\" \"softfail\" \"example.org\""},
            {"spf=pass smtp.helo=mx.example.org", "auth_result \"helo\" \"pass\""},
            {
                "dkim=fail header.d=a.example; dkim=pass header.d=b.example header.s=x",
                "auth_result :domain \"dkim\" \"pass\" \"b.example\""
            },
            {"dkim=pass header.d=b.example header.s=x", "auth_property \"dkim\" \"header.s\" \"x\""},
            {"dkim=none", "auth_result \"dkim\" \"none\""},
            {"arc=pass arc.d=a.example arc.d=b.example", "auth_arc_sealer :last \"b.example\""},
            {
                "arc=pass arc.d=a.example arc.dmarc=pass; dmarc=fail header.from=x.example",
                "auth_arc_vouches \"a.example\""
            },
            {"dmarc=fail header.from=x.example policy.requested=reject", "auth_policy \"reject\""},
            {"dmarc=fail policy.applied=quarantine", "auth_policy :applied \"quarantine\""},
            {"dmarc=pass policy.aligned=dkim", "auth_aligned \"dkim\""},
            {
                "iprev=pass policy.iprev=192.0.2.1 policy.name=mx.example.org",
                "auth_result :domain \"iprev\" \"pass\" \"mx.example.org\""
            },
            {"", "not auth_checked"},
        }) {
            Path file = file("auth.svtest", says.formatted(row[0], row[1]));
            Result result = Console.run("sieve", "test", file.toString());
            assertEquals("", result.err(), row[0]);
            assertEquals(0, result.status(), row[0]);
        }
        for (String wrong : List.of(
                "spf", "spf=good", "tls=pass", "dmarc=fail policy.requested=never", "iprev=pass policy.iprev=x")) {
            Path file = file("auth.svtest", says.formatted(wrong, "true"));
            assertEquals(1, Console.run("sieve", "test", file.toString()).status(), wrong);
        }
    }

    @Test
    void thePageForPostmastersIsTrue() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "sieve.md"));
        try (Stream<Path> files = Files.list(SHIPPED)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sieve")).toList()) {
                assertTrue(page.contains("(sieve/" + file.getFileName() + ")"), file + " is not in docs/sieve.md");
            }
        }
        file("example.sieve", blocks(page, "sieve").getFirst());
        for (String block : blocks(page, "sieve")) {
            boolean isTest = block.contains("vnd.dovecot.testsuite");
            Path file = file(isTest ? "page.svtest" : "page.sieve", block);
            Result result = Console.run("sieve", isTest ? "test" : "check", file.toString());
            assertEquals("", result.err(), block);
            assertEquals(0, result.status(), block);
        }
    }

    private static List<String> blocks(String page, String language) {
        String[] parts = page.split("```" + language + "\n", -1);
        return Stream.of(parts)
                .skip(1)
                .map(part -> part.substring(0, part.indexOf("```")))
                .toList();
    }
}
