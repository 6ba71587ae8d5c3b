package org.vidimus.daemon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.policy.sieve.suite.CaseResult;
import org.vidimus.policy.sieve.suite.FileResult;
import org.vidimus.policy.sieve.suite.SuiteFile;
import org.vidimus.policy.sieve.suite.SuiteSettings;
import org.vidimus.policy.sieve.syntax.Problem;

/// `vidimus sieve test`: runs files of tests.
final class SieveTestCommand {
    private static final String TITLE = "vidimus sieve test";
    private static final String SUFFIX = ".svtest";

    private SieveTestCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "run the tests of Sieve scripts",
                        List.of("vidimus sieve test PATH... [--verbose]"),
                        List.of(
                                "Runs files of tests, `NAME.svtest`, and all such files in the folders given and below."
                                        + " They are Sieve scripts with the words of Dovecot's test suite"
                                        + " (`require \"vnd.dovecot.testsuite\"`): `test` holds one test, `test_set`"
                                        + " gives it a message and an envelope, `test_script_compile` and"
                                        + " `test_script_run` put a script to work, `test_result_action` and"
                                        + " `test_result_execute` look at what it wants done and do it in mailboxes of"
                                        + " the test, and `test_fail` says that something is wrong. docs/sieve.md shows"
                                        + " how to write them.",
                                "Nothing but the files themselves is read, nothing is sent, and no DNS is asked. Scripts"
                                        + " are looked for beside the file that names them.",
                                "Each test that fails is printed as `FILE:LINE:COLUMN: TEST: why`, and at the end how"
                                        + " many there were."),
                        List.of(
                                "All tests passed.",
                                "A test failed, a file cannot be run, or there is none.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "The tests of your own scripts:", "vidimus sieve test /etc/vidimus/sieve-tests")),
                        List.of("vidimus-sieve(1)", "vidimus-sieve-check(1)", "vidimus-sieve-run(1)")),
                List.of(Options.flag("--verbose", "Prints the tests that pass, too."), Options.help()),
                List.of(Options.someOperands("PATH", Path::of, "A file of tests, or a folder with such files.")),
                List.of(),
                SieveTestCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        int passed = 0;
        int failed = 0;
        int files = 0;
        try {
            SuiteSettings settings =
                    SuiteSettings.of(CheckCommand.now().atZone(ZoneId.systemDefault()), System::nanoTime);
            for (Path file : files(arguments.operands(Path.class))) {
                FileResult result = SuiteFile.run(file, settings);
                show(file, result, arguments.flag("--verbose"), terminal);
                files++;
                passed +=
                        (int) result.cases().stream().filter(CaseResult::passed).count();
                failed += failures(result);
            }
        } catch (IOException unreadable) {
            terminal.complain(TITLE, String.valueOf(unreadable.getMessage()));
            return Cli.FAILED;
        }
        terminal.out().println(files + " files: " + passed + " tests passed, " + failed + " failed");
        return failed == 0 && files > 0 ? Cli.DONE : Cli.FAILED;
    }

    /// A file that cannot be run counts as one test that fails.
    private static int failures(FileResult result) {
        long cases = result.cases().stream().filter(test -> !test.passed()).count();
        return (int) Math.max(cases, result.passed() ? 0 : 1);
    }

    private static void show(Path file, FileResult result, boolean verbose, Terminal terminal) {
        result.problems().stream()
                .filter(Problem::isError)
                .forEach(problem -> terminal.err().println(NetworkText.escape(problem.toString())));
        for (CaseResult test : result.cases()) {
            if (verbose && test.passed()) {
                terminal.out().println(NetworkText.escape(test.at() + ": " + test.name() + ": passed"));
            }
            test.failure()
                    .ifPresent(failure -> terminal.err()
                            .println(NetworkText.escape(failure.at() + ": " + test.name() + ": " + failure.why())));
        }
        result.failure().ifPresent(failure -> terminal.err().println(NetworkText.escape(failure.toString())));
        if (verbose) {
            terminal.out().println(file + ": " + (result.passed() ? "passed" : "failed"));
        }
    }

    private static List<Path> files(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                if (!Files.isReadable(path)) {
                    throw new IOException(path + ": no such file or folder, or it cannot be read");
                }
                files.add(path);
                continue;
            }
            try (Stream<Path> below = Files.walk(path)) {
                below.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
