package org.vidimus.daemon.cli;

import java.util.List;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;

/// `vidimus sieve`: checks scripts and runs their tests.
final class SieveCommand {
    static final String TITLE = "vidimus sieve";

    private SieveCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                new Help(
                        "check, try and test Sieve scripts",
                        List.of(
                                "vidimus sieve check FILE...",
                                "vidimus sieve run SCRIPT MESSAGE [OPTION]...",
                                "vidimus sieve test PATH..."),
                        List.of(
                                "Helps whoever writes Sieve scripts: finds mistakes before the filter does, shows"
                                        + " step by step what a script does with a message, and runs tests. What scripts can say is in docs/sieve.md."),
                        List.of(
                                "The command did what was asked.",
                                "A script has mistakes, or a test fails.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "Before a script goes into service:",
                                "vidimus sieve check policy.sieve && vidimus sieve test tests/")),
                        List.of(
                                "vidimus(1)",
                                "vidimus-sieve-check(1)",
                                "vidimus-sieve-run(1)",
                                "vidimus-sieve-test(1)",
                                "vidimus-check(1)")),
                List.of(Options.help()),
                List.of(),
                List.of(SieveCheckCommand.command(), SieveRunCommand.command(), SieveTestCommand.command()),
                (arguments, terminal) -> Vidimus.missingCommand(command(), terminal));
    }
}
