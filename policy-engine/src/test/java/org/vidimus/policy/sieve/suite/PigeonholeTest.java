package org.vidimus.policy.sieve.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.syntax.Problem;

/// The tests of Dovecot's Pigeonhole. docs/sieve-differences.md names every file that is left out and argues
/// every test that gives another result.
class PigeonholeTest {
    private static final String SUITE = "sieve-pigeonhole-given";

    // What there is to run, so that no file and no test is lost without a word.
    private static final int FILES = 68;
    private static final int PASSED = 230;

    /// Dovecot's mail store marks messages without attachments, and tests of flags count that.
    private static final SuiteSettings SETTINGS = new SuiteSettings(
            limits(), ZonedDateTime.parse("2026-11-24T12:00:00Z"), System::nanoTime, List.of("$HasNoAttachment"));

    /// The files that we do not run: beginnings of their paths.
    private static final List<String> LEFT_OUT = List.of(
            "execute/errors-cpu-limit",
            "execute/examples",
            "extensions/duplicate/",
            "extensions/enotify/",
            "extensions/extlists/",
            "extensions/metadata/",
            "extensions/mime/",
            "extensions/regex/",
            "extensions/spamvirustest/",
            "extensions/special-use/",
            "extensions/vnd.dovecot/",
            "multiscript/basic");

    /// Files in which a test has to fail, without taking anything else with it.
    private static final String MEANT_TO_FAIL = "failures/";

    /// Tests with another result here, by file and name.
    private static final Set<String> OTHERWISE = Set.of();

    /// Ours, but as many variables as Dovecot has: a test counts on it.
    private static Budgets.Sieve limits() {
        Budgets.Sieve ours = Budgets.Sieve.DEFAULT;
        return new Budgets.Sieve(
                ours.scriptBytes(),
                ours.nesting(),
                ours.includes(),
                ours.work(),
                ours.time(),
                255,
                ours.variableChars(),
                ours.actions(),
                ours.redirects(),
                ours.bodyBytes());
    }

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        Path folder = Suites.folder(SUITE);
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = folder.relativize(file).toString();
            if (isRun(name)) {
                add(name, SuiteFile.run(file, SETTINGS), tests);
            }
        }
        return tests.stream();
    }

    private static void add(String name, FileResult result, List<DynamicTest> tests) {
        if (name.startsWith(MEANT_TO_FAIL)) {
            tests.add(DynamicTest.dynamicTest(name, () -> {
                assertEquals(List.of(), errors(result));
                assertTrue(result.cases().stream().noneMatch(CaseResult::passed));
            }));
            return;
        }
        tests.add(DynamicTest.dynamicTest(name, () -> {
            assertEquals(List.of(), errors(result));
            assertEquals(Optional.empty(), result.failure());
        }));
        for (CaseResult test : result.cases()) {
            String id = name + ": " + test.name();
            tests.add(DynamicTest.dynamicTest(id, () -> {
                if (OTHERWISE.contains(id)) {
                    assertTrue(documentation().contains("`" + id + "`"), "not argued");
                    assertFalse(test.passed(), "no exception is needed any more");
                } else {
                    assertEquals(
                            "", test.failure().map(CaseResult.Failure::toString).orElse(""));
                }
            }));
        }
    }

    @Test
    void nothingIsLeftOutWithoutAWord() throws IOException {
        Path folder = Suites.folder(SUITE);
        List<String> names = files(folder).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
        int passed = 0;
        int other = 0;
        int left = 0;
        for (String name : names) {
            if (!isRun(name)) {
                left++;
                continue;
            }
            FileResult result = SuiteFile.run(folder.resolve(name), SETTINGS);
            passed += (int) result.cases().stream().filter(CaseResult::passed).count();
            other += (int) result.cases().stream()
                    .filter(test -> OTHERWISE.contains(name + ": " + test.name()))
                    .count();
        }
        System.out.println("Pigeonhole: " + passed + " tests passed, " + other + " argued, " + left + " of "
                + names.size() + " files left out");
        for (String prefix : LEFT_OUT) {
            assertTrue(names.stream().anyMatch(name -> name.startsWith(prefix)), prefix + " is not there");
            assertTrue(documentation().contains("`" + prefix + "`"), prefix + " is left out without a reason");
        }
        assertEquals(FILES, names.size());
        assertTrue(passed >= PASSED, passed + " passed");
    }

    private static boolean isRun(String name) {
        return LEFT_OUT.stream().noneMatch(name::startsWith);
    }

    private static List<String> errors(FileResult result) {
        return result.problems().stream()
                .filter(Problem::isError)
                .map(Problem::toString)
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".svtest"))
                    .sorted()
                    .toList();
        }
    }

    private static String documentation() throws IOException {
        return Files.readString(Path.of("..", "docs", "sieve-differences.md"));
    }
}
