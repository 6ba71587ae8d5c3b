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
        List<String> arguments = new ArrayList<>(List.of("sieve", "check"));
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
    }
}
