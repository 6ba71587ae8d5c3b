package org.vidimus.daemon.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.daemon.manual.Manual;
import org.vidimus.daemon.manual.PlainText;
import org.vidimus.daemon.text.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Parses a command line and runs the command it names.
///
/// Exit statuses are the same everywhere: 0 done, 1 could not be done, 2 the command line is wrong.
public final class Cli {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private final Command root;
    private final Terminal terminal;

    /// The program's own commands on this terminal.
    public Cli(Terminal terminal) {
        this(Vidimus.command(), terminal);
    }

    Cli(Command root, Terminal terminal) {
        this.root = root;
        this.terminal = terminal;
    }

    /// The pages of all commands.
    public static Stream<Manual> manuals() {
        return Vidimus.command().all().map(Command::manual);
    }

    /// Runs one command line and returns its exit status. Never throws for what the user wrote.
    public int run(String... arguments) {
        var line = new CommandLine(spec(root));
        line.setExpandAtFiles(false);
        line.setTrimQuotes(false);
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setExecutionStrategy(this::execute);
        line.setParameterExceptionHandler((wrong, ignored) -> refuse(wrong));
        try {
            return line.execute(arguments);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private static CommandSpec spec(Command command) {
        // A command's object lets the parse result lead back to it.
        var spec =
                CommandSpec.wrapWithoutInspection(command).name(command.word()).interpolateVariables(false);
        command.options().forEach(spec::addOption);
        command.operands().forEach(spec::addPositional);
        command.commands().forEach(below -> spec.addSubcommand(below.word(), spec(below)));
        return spec;
    }

    private static Command command(CommandSpec spec) {
        return (Command) spec.userObject();
    }

    private int execute(ParseResult top) {
        ParseResult parsed = top;
        while (parsed.hasSubcommand() && !parsed.isUsageHelpRequested()) {
            parsed = parsed.subcommand();
        }
        Command command = command(parsed.commandSpec());
        if (parsed.isUsageHelpRequested()) {
            terminal.out().print(PlainText.of(command.manual()));
            return DONE;
        }
        try {
            return command.action().run(new Arguments(parsed), terminal);
        } catch (ParameterException wrong) {
            throw wrong;
        } catch (RuntimeException bug) {
            return report(bug, command);
        }
    }

    private int refuse(ParameterException wrong) {
        Command command = command(wrong.getCommandLine().getCommandSpec());
        terminal.complain(command.title(), reason(wrong));
        terminal.err().println("Try: " + command.title() + " --help");
        return USAGE;
    }

    private static String reason(ParameterException wrong) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing
            when !missing.getMissing().isEmpty() ->
                "missing " + label(missing.getMissing().getFirst());
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice";
            default ->
                wrong.getCause() instanceof TypeConversionException value
                        ? name(wrong.getArgSpec()) + ": " + value.getMessage()
                        : String.valueOf(wrong.getMessage());
        };
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec ? name(argument) + " " + argument.paramLabel() : name(argument);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        CommandSpec spec = wrong.getCommandLine().getCommandSpec();
        String typed = wrong.getUnmatched().getFirst();
        boolean option = typed.startsWith("-");
        String name = option && typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
        List<String> known = List.copyOf(
                option ? spec.optionsMap().keySet() : spec.subcommands().keySet());
        Optional<String> near = Nearest.to(name, known);
        String what = option ? "unknown option " : known.isEmpty() ? "superfluous operand " : "unknown command ";
        return what + name + near.map(found -> "; did you mean " + found + "?").orElse("");
    }

    /// A bug of ours, and the only way a stack trace reaches the terminal.
    private int report(RuntimeException bug, Command command) {
        var trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        terminal.complain(command.title(), "internal error, please report it");
        terminal.err().print(trace);
        return FAILED;
    }
}
