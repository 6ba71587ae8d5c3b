package org.vidimus.daemon.cli;

import java.util.List;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.manual.PlainText;
import org.vidimus.daemon.text.Nearest;
import org.vidimus.daemon.text.Version;
import picocli.CommandLine.Model.OptionSpec;

/// The program's root command and `vidimus help`.
final class Vidimus {
    static final String NAME = "vidimus";

    private Vidimus() {}

    static Command command() {
        return new Command(
                NAME,
                new Help(
                        "mail authentication for Postfix and Sendmail",
                        List.of("vidimus COMMAND [OPTION]...", "vidimus --version", "vidimus help [COMMAND]..."),
                        List.of(
                                "Vidimus is a mail filter. Postfix and Sendmail call it over the milter protocol for"
                                        + " every message; it removes forged Authentication-Results fields and adds its"
                                        + " own.",
                                "Each command has a page of its own: `vidimus help milter`, or"
                                        + " `vidimus milter --help`."),
                        List.of(
                                "The command did what was asked.",
                                "It could not: a wrong configuration, a socket that cannot be bound, a message that was"
                                        + " not handled. The reason is on the standard error stream.",
                                "The command line is wrong."),
                        List.of(
                                new Example(
                                        "Run the filter without any configuration file:",
                                        "vidimus milter --listen inet:8891@127.0.0.1"),
                                new Example(
                                        "Start a configuration file and check it:",
                                        "vidimus config print-default > vidimus.toml",
                                        "vidimus config check vidimus.toml")),
                        List.of("vidimus-milter(1)", "vidimus-config(1)", "vidimus.toml(5)")),
                List.of(Options.help(), version()),
                List.of(),
                List.of(
                        MilterCommand.command(),
                        CheckCommand.command(),
                        SignCommand.command(),
                        ExplainCommand.command(),
                        SpfCommand.command(),
                        DkimKeyCommand.command(),
                        DmarcCommand.command(),
                        KeysCommand.command(),
                        SieveCommand.command(),
                        ConfigCommand.command(),
                        ImportCommand.command(),
                        help()),
                Vidimus::run);
    }

    private static OptionSpec version() {
        return Options.flag(
                "--version",
                "Shows the version, the Java and the operating system it runs on, and how it moves octets"
                        + " (`epoll` or `nio`); then exits.");
    }

    private static int run(Arguments arguments, Terminal terminal) {
        if (arguments.flag("--version")) {
            Version.lines().forEach(terminal.out()::println);
            return Cli.DONE;
        }
        return missingCommand(command(), terminal);
    }

    /// The answer of a command that only groups others.
    static int missingCommand(Command group, Terminal terminal) {
        List<String> words = group.commands().stream().map(Command::word).toList();
        terminal.complain(group.title(), "missing COMMAND, one of: " + String.join(", ", words));
        terminal.err().println("Try: " + group.title() + " --help");
        return Cli.USAGE;
    }

    private static Command help() {
        return new Command(
                "vidimus help",
                new Help(
                        "show the page of a command",
                        List.of("vidimus help [COMMAND]..."),
                        List.of("Shows the page of the command, or of `vidimus` itself when none is named."),
                        List.of("The page was shown.", "", "There is no such command."),
                        List.of(new Example("All about sending test messages:", "vidimus help milter send")),
                        List.of("vidimus(1)")),
                List.of(Options.help()),
                List.of(Options.anyOperands("COMMAND", word -> word, "The words of the command's name.")),
                List.of(),
                Vidimus::show);
    }

    private static int show(Arguments arguments, Terminal terminal) {
        Command command = command();
        List<String> words = arguments.operands(String.class);
        for (String word : words) {
            var below = command.commands().stream()
                    .filter(candidate -> candidate.word().equals(word))
                    .findFirst();
            if (below.isEmpty()) {
                List<String> known =
                        command.commands().stream().map(Command::word).toList();
                String near = Nearest.to(word, known)
                        .map(found -> "; did you mean " + found + "?")
                        .orElse("");
                terminal.complain("vidimus help", "no command " + command.title() + " " + word + near);
                return Cli.USAGE;
            }
            command = below.get();
        }
        terminal.out().print(PlainText.of(command.manual()));
        return Cli.DONE;
    }
}
