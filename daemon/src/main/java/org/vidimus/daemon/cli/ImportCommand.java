package org.vidimus.daemon.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.text.Json;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.opendkim.Dialect;
import org.vidimus.signer.opendkim.Imported;
import org.vidimus.signer.opendkim.Lint;

/// `vidimus import`: takes the configuration of other filters over.
final class ImportCommand {
    private static final String TITLE = "vidimus import opendkim";
    private static final String OUTPUT = "--output";
    private static final String STRICT = "--strict";

    private ImportCommand() {}

    static Command command() {
        return new Command(
                "vidimus import",
                new Help(
                        "take over the configuration of another filter",
                        List.of("vidimus import opendkim FILE"),
                        List.of("Writes a configuration file that decides as that of another filter does."),
                        List.of("The command did what was asked.", "It could not.", "The command line is wrong."),
                        List.of(new Example(
                                "Take OpenDKIM's configuration over:", "vidimus import opendkim /etc/opendkim.conf")),
                        List.of("vidimus(1)", "vidimus-import-opendkim(1)")),
                List.of(Options.help()),
                List.of(),
                List.of(opendkim()),
                (arguments, terminal) -> Vidimus.missingCommand(command(), terminal));
    }

    private static Command opendkim() {
        return new Command(
                TITLE,
                new Help(
                        "write OpenDKIM's configuration as one of Vidimus",
                        List.of(TITLE + " FILE [--output FILE] [--strict] [--json]"),
                        List.of(
                                "Reads an `opendkim.conf` with its KeyTable, SigningTable and lists, as OpenDKIM 2.11"
                                        + " reads them, and writes a `vidimus.toml` that decides alike. Keys stay where"
                                        + " they are. Where something is beyond the rules of `[[sign.rule]]`, it writes"
                                        + " `[sign.opendkim]`, by which the tables are used as they stand.",
                                "On the standard error stream it says of every line that does not do what it seems to,"
                                        + " what OpenDKIM really does with it and what Vidimus does: `FILE:LINE: LEVEL:"
                                        + " what; ours [code]`. `docs/opendkim.md` explains the codes.",
                                "The JSON object has the keys `file`, `rules` (whether the tables are written as"
                                        + " rules), `toml` (`null` after an error) and `lints`, each with `file`,"
                                        + " `line`, `level` (`error`, `warning` or `note`), `code`, `what` and `ours`."),
                        List.of(
                                "The configuration was written.",
                                "OpenDKIM's configuration has errors, or a file cannot be read or written.",
                                "The command line is wrong."),
                        List.of(new Example(
                                "Take a configuration over and check it:",
                                "vidimus import opendkim /etc/opendkim.conf --output vidimus.toml",
                                "vidimus config check vidimus.toml")),
                        List.of("vidimus(1)", "vidimus-config-check(1)", "vidimus.toml(5)")),
                List.of(
                        Options.one(
                                        OUTPUT,
                                        "FILE",
                                        Path::of,
                                        "The file to write; the standard output stream otherwise."
                                                + " A file that is there is not overwritten.")
                                .build(),
                        Options.flag(
                                STRICT,
                                "To the letter of OpenDKIM 2.11: lines are cut at 1,023 octets, of three signatures and"
                                        + " more the first and the last are made, SignatureAlgorithm is for all keys,"
                                        + " and a fourth field of KeyTable is part of the path."),
                        MailOptions.json("Prints one JSON object in place of the file and the remarks."),
                        Options.help()),
                List.of(Options.operand("FILE", Path::of, "The file, such as `/etc/opendkim.conf`.")),
                List.of(),
                ImportCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Path file = arguments.operand(0, Path.class);
        Dialect dialect = arguments.flag(STRICT) ? Dialect.STRICT : Dialect.MIGRATE;
        Imported imported = Imported.of(file, dialect, SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.JDK)));
        if (arguments.flag("--json")) {
            terminal.out().println(json(file, imported));
            return imported.toml().isPresent() ? Cli.DONE : Cli.FAILED;
        }
        imported.lints().forEach(lint -> terminal.err().println(lint));
        if (imported.toml().isEmpty()) {
            terminal.complain(TITLE, file + " has errors; nothing was written");
            return Cli.FAILED;
        }
        return write(arguments.optional(OUTPUT, Path.class), imported.toml().get(), terminal);
    }

    private static int write(Optional<Path> output, String toml, Terminal terminal) {
        if (output.isEmpty()) {
            terminal.out().print(toml);
            terminal.out().flush();
            return Cli.DONE;
        }
        if (Files.exists(output.get())) {
            terminal.complain(TITLE, output.get() + " is there already");
            return Cli.FAILED;
        }
        try {
            Files.writeString(output.get(), toml, StandardCharsets.UTF_8);
            return Cli.DONE;
        } catch (IOException e) {
            terminal.complain(TITLE, output.get() + ": " + e.getMessage());
            return Cli.FAILED;
        }
    }

    private static String json(Path file, Imported imported) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", file.toString());
        object.put("rules", imported.asRules());
        object.put("toml", imported.toml());
        object.put("lints", imported.lints().stream().map(ImportCommand::lint).toList());
        return Json.of(object);
    }

    private static Map<String, Object> lint(Lint lint) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", lint.place().file());
        object.put("line", lint.place().line());
        object.put("level", lint.level().word());
        object.put("code", lint.code());
        object.put("what", lint.what());
        object.put("ours", lint.ours());
        return object;
    }
}
