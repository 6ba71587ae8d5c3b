package org.vidimus.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vidimus.daemon.manual.Block;
import org.vidimus.daemon.manual.Manual;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A command: its help page, what it takes and what it does. Immutable.
///
/// @param title all words that start it, such as `vidimus milter send`
/// @param operands what follows the options without a name
/// @param commands the commands below it
record Command(
        String title,
        Help help,
        List<OptionSpec> options,
        List<PositionalParamSpec> operands,
        List<Command> commands,
        Action action) {

    /// What the command does with its parsed arguments; the result is the exit status.
    @FunctionalInterface
    interface Action {
        int run(Arguments arguments, Terminal terminal);
    }

    /// The parts of a help page that the options do not tell.
    ///
    /// @param summary one phrase without a full stop
    /// @param synopsis the forms of the command line
    /// @param description paragraphs
    /// @param exits the meaning of each exit status, from 0 up; empty where the command does not use it
    /// @param examples each with the line that says what it does
    /// @param seeAlso other pages, such as `vidimus.toml(5)`
    record Help(
            String summary,
            List<String> synopsis,
            List<String> description,
            List<String> exits,
            List<Example> examples,
            List<String> seeAlso) {
        Help {
            synopsis = List.copyOf(synopsis);
            description = List.copyOf(description);
            exits = List.copyOf(exits);
            examples = List.copyOf(examples);
            seeAlso = List.copyOf(seeAlso);
        }
    }

    record Example(String what, List<String> lines) {
        Example(String what, String... lines) {
            this(what, List.of(lines));
        }
    }

    Command {
        options = List.copyOf(options);
        operands = List.copyOf(operands);
        commands = List.copyOf(commands);
    }

    /// The last word of the title.
    String word() {
        return title.substring(title.lastIndexOf(' ') + 1);
    }

    /// This command and all below it.
    Stream<Command> all() {
        return Stream.concat(Stream.of(this), commands.stream().flatMap(Command::all));
    }

    /// The help page.
    Manual manual() {
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Heading("Synopsis"));
        blocks.add(new Block.Verbatim(help.synopsis()));
        blocks.add(new Block.Heading("Description"));
        help.description().forEach(text -> blocks.add(new Block.Paragraph(text)));
        section(blocks, "Commands", commands.stream().map(Command::entry).toList());
        section(blocks, "Operands", operands.stream().map(Command::entry).toList());
        section(blocks, "Options", options.stream().map(Command::entry).toList());
        var exits = new ArrayList<Block>();
        for (int status = 0; status < help.exits().size(); status++) {
            if (!help.exits().get(status).isEmpty()) {
                var meaning = List.of(help.exits().get(status));
                exits.add(new Block.Definition(Integer.toString(status), meaning));
            }
        }
        section(blocks, "Exit status", exits);
        var examples = new ArrayList<Block>();
        for (Example example : help.examples()) {
            examples.add(new Block.Paragraph(example.what()));
            examples.add(new Block.Verbatim(example.lines()));
        }
        section(blocks, "Examples", examples);
        if (!help.seeAlso().isEmpty()) {
            section(blocks, "See also", List.of(new Block.Paragraph(String.join(", ", help.seeAlso()))));
        }
        return new Manual(title.replace(' ', '-'), 1, title, help.summary(), blocks);
    }

    private static void section(List<Block> blocks, String heading, List<? extends Block> content) {
        if (!content.isEmpty()) {
            blocks.add(new Block.Heading(heading));
            blocks.addAll(content);
        }
    }

    private static Block entry(Command command) {
        return new Block.Definition(command.word(), List.of(command.help().summary()));
    }

    private static Block entry(PositionalParamSpec operand) {
        return new Block.Definition(operand.paramLabel(), List.of(operand.description()));
    }

    private static Block entry(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        String term = Stream.of(option.names()).map(name -> name + value).collect(Collectors.joining(", "));
        var text = new ArrayList<>(List.of(option.description()));
        if (option.defaultValue() != null) {
            text.add("Default: `" + option.defaultValue() + "`.");
        }
        return new Block.Definition(term, text);
    }
}
