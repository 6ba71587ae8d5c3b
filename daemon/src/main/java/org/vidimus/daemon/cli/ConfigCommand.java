package org.vidimus.daemon.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.DefaultFile;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Warning;

/// `vidimus config`: writes and checks configuration files.
final class ConfigCommand {
    private ConfigCommand() {}

    static Command command() {
        return new Command(
                "vidimus config",
                new Help(
                        "write and check configuration files",
                        List.of("vidimus config print-default", "vidimus config check FILE"),
                        List.of("Helps with the configuration file, which vidimus.toml(5) describes."),
                        List.of(
                                "The command did what was asked.",
                                "The file has mistakes.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "Start with a file that holds every key:",
                                "vidimus config print-default > /etc/vidimus/vidimus.toml")),
                        List.of(
                                "vidimus(1)",
                                "vidimus-config-print-default(1)",
                                "vidimus-config-check(1)",
                                "vidimus.toml(5)")),
                List.of(Options.help()),
                List.of(),
                List.of(printDefault(), check()),
                (arguments, terminal) -> Vidimus.missingCommand(command(), terminal));
    }

    private static Command printDefault() {
        return new Command(
                "vidimus config print-default",
                new Help(
                        "print a configuration file with every key",
                        List.of("vidimus config print-default"),
                        List.of("Prints a configuration file with all keys, their documentation and their defaults. As"
                                + " it stands it changes nothing: a key may be left out, and then has its default."),
                        List.of("The file was printed.", "", "The command line is wrong."),
                        List.of(new Example("Start a configuration:", "vidimus config print-default > vidimus.toml")),
                        List.of("vidimus-config-check(1)", "vidimus.toml(5)")),
                List.of(Options.help()),
                List.of(),
                List.of(),
                (arguments, terminal) -> {
                    terminal.out().print(DefaultFile.of(Keys.ROOT));
                    return Cli.DONE;
                });
    }

    private static Command check() {
        return new Command(
                "vidimus config check",
                new Help(
                        "check a configuration file",
                        List.of("vidimus config check FILE"),
                        List.of(
                                "Reads the file as `vidimus milter -c` would, and prints every mistake on a line of its"
                                        + " own: `FILE:LINE:COLUMN: KEY: what is wrong; what is expected`. Lines and"
                                        + " columns count from 1.",
                                "What can be meant so, but hardly is, is printed as `FILE:LINE: warning: what`, and the"
                                        + " file can be used: overrides that let forged mail through, that count no"
                                        + " more, or that can never match.",
                                "Nothing is opened or bound: that a socket can be listened on is found when the filter"
                                        + " starts."),
                        List.of(
                                "The file can be used.",
                                "It has mistakes, or cannot be read.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "Check before a restart:",
                                "vidimus config check vidimus.toml && systemctl restart vidimus")),
                        List.of("vidimus-milter(1)", "vidimus.toml(5)")),
                List.of(Options.help()),
                List.of(Options.operand("FILE", Path::of, "The configuration file.")),
                List.of(),
                (arguments, terminal) -> {
                    Path file = arguments.operands(Path.class).getFirst();
                    return switch (ConfigFile.read(file, Keys.ROOT)) {
                        case Reading.Valid(var values) -> {
                            Warning.of(values, Instant.now()).forEach(terminal.err()::println);
                            terminal.out().println(file + ": ok");
                            yield Cli.DONE;
                        }
                        case Reading.Invalid(var problems) -> {
                            problems.forEach(terminal.err()::println);
                            yield Cli.FAILED;
                        }
                    };
                });
    }
}
