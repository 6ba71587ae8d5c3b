package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;

class CliTest {
    @Test
    void badUsageNamesWhatIsWrongAndWhatIsNear() {
        String commands =
                Vidimus.command().commands().stream().map(Command::word).collect(Collectors.joining(", "));
        refused("vidimus: missing COMMAND, one of: " + commands + "\nTry: vidimus --help\n");
        assertTrue(commands.startsWith("milter, check, "), commands);
        refused("vidimus: unknown command mitler; did you mean milter?\nTry: vidimus --help\n", "mitler");
        refused("vidimus: unknown option --versoin; did you mean --version?\nTry: vidimus --help\n", "--versoin");
        refused("vidimus: unknown option -x\nTry: vidimus --help\n", "-x");
        refused(
                "vidimus config: missing COMMAND, one of: print-default, check\nTry: vidimus config --help\n",
                "config");
        refused("vidimus config check: missing FILE\nTry: vidimus config check --help\n", "config", "check");
        refused(
                "vidimus config check: superfluous operand b\nTry: vidimus config check --help\n",
                "config",
                "check",
                "a",
                "b");
        refused("vidimus help: no command vidimus mlter; did you mean milter?\n", "help", "mlter");
    }

    @Test
    void theVersionNamesJavaAndTheSystem() {
        Result result = Console.run("--version");
        assertEquals(0, result.status());
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.get(0).matches("vidimus \\d+\\.\\d+\\.\\d+.*"), lines.get(0));
        assertTrue(lines.get(1).startsWith("java " + Runtime.version()), lines.get(1));
        assertTrue(lines.get(2).startsWith("os " + System.getProperty("os.name")), lines.get(2));
        assertTrue(lines.get(3).matches("transport (epoll|nio)"), lines.get(3));
    }

    @Test
    void everyCommandHasAPageWithEverySection() {
        for (Command command : Vidimus.command().all().toList()) {
            String[] words =
                    command.title().substring("vidimus".length()).strip().split(" ");
            List<String> asked = command.title().equals("vidimus") ? List.of("--help") : join(words, "--help");
            Result result = Console.run(asked.toArray(String[]::new));
            assertEquals(0, result.status(), command.title());
            assertEquals("", result.err());
            for (String heading :
                    List.of("SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO")) {
                assertTrue(result.out().contains("\n" + heading + "\n"), command.title() + " lacks " + heading);
            }
            assertFalse(result.out().contains("`"), command.title());
            result.out()
                    .lines()
                    .forEach(line -> assertTrue(line.length() <= 80, command.title() + " is too wide: " + line));
            List<String> help =
                    command.title().equals("vidimus") ? List.of("help") : join(new String[] {"help"}, words);
            assertEquals(result, Console.run(help.toArray(String[]::new)));
        }
    }

    @Test
    void anOptionFileIsNotExpanded(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("args"), "--version");
        refused("vidimus: unknown command @" + file + "\nTry: vidimus --help\n", "@" + file);
    }

    @Test
    void aBugIsReportedWithItsTraceAndStatusOne() {
        var buggy = new Command(
                "vidimus",
                new Command.Help("", List.of(), List.of(), List.of(), List.of(), List.of()),
                List.of(),
                List.of(),
                List.of(),
                (arguments, terminal) -> {
                    throw new IllegalStateException("a bug");
                });
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        assertEquals(1, new Cli(buggy, terminal).run());
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.startsWith("vidimus: internal error, please report it\njava.lang.IllegalStateException: a bug\n"),
                said);
    }

    private static List<String> join(String[] before, String... after) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(before), java.util.Arrays.stream(after))
                .toList();
    }

    private static void refused(String message, String... arguments) {
        assertEquals(new Result(2, "", message), Console.run(arguments));
    }
}
