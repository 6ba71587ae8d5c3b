package org.vidimus.daemon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.text.Json;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.suite.FolderStore;
import org.vidimus.policy.sieve.syntax.Position;
import org.vidimus.policy.sieve.syntax.Problem;

/// `vidimus sieve check`: compiles scripts and says what is wrong with them.
final class SieveCheckCommand {
    private static final String TITLE = "vidimus sieve check";

    private static final Comparator<Problem> IN_ORDER = Comparator.comparing(
                    Problem::at, Comparator.comparing(Position::file))
            .thenComparingInt(problem -> problem.at().line())
            .thenComparingInt(problem -> problem.at().column());

    private static final String DELIVERY = "--delivery";

    private SieveCheckCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "find the mistakes in Sieve scripts",
                        List.of("vidimus sieve check FILE... [--delivery] [--json]"),
                        List.of(
                                "Compiles each script as the filter would and prints every mistake on a line of its own:"
                                        + " `FILE:LINE:COLUMN: what is wrong`. Lines and columns count from 1.",
                                "What can be run but hardly be meant is printed as"
                                        + " `FILE:LINE:COLUMN: warning: what`: rules that are never reached, extensions"
                                        + " that are required and not used, tests that are never true, messages dropped"
                                        + " without a condition, actions that undo each other.",
                                "Words that need a recipient, such as `vacation`, are mistakes in the script of the"
                                        + " filter, which runs for all recipients together. With --delivery the"
                                        + " scripts are those of users, who have these words and smaller limits.",
                                "Scripts that a script includes are looked for beside it, as `NAME.sieve`.",
                                "The JSON array has an object for each problem, with the keys `file`, `line`, `column`,"
                                        + " `severity` (`error` or `warning`) and `text`."),
                        List.of(
                                "Every script can be run; there may be warnings.",
                                "A script has mistakes, or cannot be read.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "Check before a reload:",
                                "vidimus sieve check /etc/vidimus/policy.sieve && \\",
                                "    systemctl reload vidimus")),
                        List.of(
                                "vidimus-sieve(1)",
                                "vidimus-sieve-run(1)",
                                "vidimus-sieve-test(1)",
                                "vidimus.toml(5)")),
                List.of(
                        Options.flag(DELIVERY, "The scripts run at delivery, each for one recipient."),
                        MailOptions.json("Prints one JSON array in place of text."),
                        Options.help()),
                List.of(Options.someOperands("FILE", file -> file, "A script; `-` is the standard input.")),
                List.of(),
                SieveCheckCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        List<Problem> problems = new ArrayList<>();
        int status = Cli.DONE;
        for (String file : arguments.operands(String.class)) {
            try {
                List<Problem> found = check(file, arguments.flag(DELIVERY), terminal);
                problems.addAll(found);
                boolean sound = found.stream().noneMatch(Problem::isError);
                if (sound && !arguments.flag("--json")) {
                    terminal.out().println(file + ": ok");
                }
                status = sound ? status : Cli.FAILED;
            } catch (IOException unreadable) {
                terminal.complain(TITLE, String.valueOf(unreadable.getMessage()));
                status = Cli.FAILED;
            }
        }
        if (arguments.flag("--json")) {
            terminal.out()
                    .println(Json.of(
                            problems.stream().map(SieveCheckCommand::json).toList()));
        } else {
            problems.forEach(problem -> terminal.err().println(NetworkText.escape(problem.toString())));
        }
        return status;
    }

    private static List<Problem> check(String file, boolean delivery, Terminal terminal) throws IOException {
        Bytes octets = Bytes.of(Streams.read(file, terminal.in()));
        String name = file.equals("-") ? "standard input" : file;
        return switch (SieveScript.compile(
                new ScriptStore.Stored(name, octets),
                delivery ? SieveScript.LANGUAGE : SieveScript.SMTP_LANGUAGE,
                FolderStore.beside(Path.of(file)),
                delivery ? Budgets.Sieve.USER : Budgets.DEFAULT.sieve())) {
            case SieveScript.Compiled.Ok(var _, List<Problem> warnings) ->
                warnings.stream().sorted(IN_ORDER).toList();
            case SieveScript.Compiled.Failed(List<Problem> all) ->
                all.stream().sorted(IN_ORDER).toList();
        };
    }

    private static Map<String, Object> json(Problem problem) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", problem.at().file());
        object.put("line", problem.at().line());
        object.put("column", problem.at().column());
        object.put("severity", problem.isError() ? "error" : "warning");
        object.put("text", problem.text());
        return object;
    }
}
