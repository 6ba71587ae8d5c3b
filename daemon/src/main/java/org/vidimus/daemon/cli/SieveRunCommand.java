package org.vidimus.daemon.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.PolicyScript;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.explain.Checked;
import org.vidimus.daemon.explain.MessageCheck;
import org.vidimus.daemon.explain.SieveRunText;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.sieve.SieveScript;
import picocli.CommandLine.Model.OptionSpec;

/// `vidimus sieve run`: runs a script on a message from a file and shows what it did.
final class SieveRunCommand {
    private static final String TITLE = "vidimus sieve run";
    private static final AuthservId LOCALHOST = new AuthservId("localhost");

    private SieveRunCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                help(),
                options(),
                List.of(
                        Options.operand("SCRIPT", Path::of, "A Sieve script."),
                        Options.secondOperand(
                                "MESSAGE",
                                file -> file,
                                "A message in the format of RFC 5322; `-` is the standard input.")),
                List.of(),
                SieveRunCommand::run);
    }

    private static Help help() {
        return new Help(
                "run a Sieve script on a message and show what it did",
                List.of(
                        "vidimus sieve run SCRIPT MESSAGE [--ip ADDR] [--helo NAME]",
                        "    [--mail-from ADDR] [--rcpt ADDR]... [--zone FILE | --dns HOST:PORT]",
                        "    [--at TIME] [-c FILE]"),
                List.of(
                        "Verifies the message as the filter would if it came over the network now, from outside, runs"
                                + " the script as the filter would at its end, and changes nothing and sends nothing.",
                        "Prints what SPF, DKIM, ARC and DMARC found, which is what the script can ask; then each line"
                                + " of the script that ran, beside it what its tests said; then what would become of"
                                + " the message, each action with its line, and what would be changed about header and"
                                + " recipients.",
                        "What is not given is not known, as for vidimus-check(1): without `--ip`, SPF and iprev are"
                                + " not checked and `environment \"remote-ip\"` is empty; without `--rcpt` no"
                                + " `envelope \"to\"` is ever true. What stands in the Return-Path field is the sender"
                                + " if there is exactly one and `--mail-from` is not given."),
                List.of(
                        "The script ran to its end, whatever it decided.",
                        "The script has mistakes or broke off, or a file cannot be read.",
                        "The command line is wrong."),
                List.of(
                        new Example(
                                "Would this have been let through?",
                                "vidimus sieve run policy.sieve message.eml --ip 192.0.2.1 \\",
                                "    --mail-from joe@example.org --rcpt jane@example.com"),
                        new Example(
                                "Without a network, on a day when the signature was fresh:",
                                "vidimus sieve run policy.sieve message.eml --zone example.zone \\",
                                "    --at 2026-01-31T12:00:00Z")),
                List.of("vidimus-sieve(1)", "vidimus-sieve-check(1)", "vidimus-sieve-test(1)", "vidimus-check(1)"));
    }

    private static List<OptionSpec> options() {
        return Options.join(List.of(
                List.of(
                        MailOptions.ip("The IPv4 or IPv6 address of the SMTP client."),
                        MailOptions.helo("What the SMTP client called itself."),
                        MailOptions.mailFrom(
                                "The envelope sender, with or without angle brackets; `<>` is the null sender."),
                        MailOptions.recipients("A recipient.")),
                ResolverOptions.options(),
                List.of(
                        Options.one(
                                        "--at",
                                        "TIME",
                                        CheckCommand::instant,
                                        "The time of the run in the form of RFC 3339, such as"
                                                + " `2026-01-31T12:00:00Z`: signatures expire, and scripts ask for the"
                                                + " date. Without it, now.")
                                .build(),
                        Options.one(
                                        "-c,--config",
                                        "FILE",
                                        Path::of,
                                        "The configuration file: what it says about SPF, DMARC, trust and overrides"
                                                + " counts before the script does. Its own script does not run. Without"
                                                + " it every key has its default.")
                                .build(),
                        Options.help())));
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Reading reading = arguments
                .optional("--config", Path.class)
                .map(path -> ConfigFile.read(path, Keys.ROOT))
                .orElseGet(() -> new Reading.Valid(Keys.ROOT.defaults()));
        if (reading instanceof Reading.Invalid(var problems)) {
            problems.forEach(terminal.err()::println);
            return Cli.FAILED;
        }
        Path script = arguments.operand(0, Path.class);
        return switch (PolicyScript.read(script)) {
            case PolicyScript.Reading.Invalid(var mistakes) -> {
                mistakes.forEach(terminal.err()::println);
                yield Cli.FAILED;
            }
            case PolicyScript.Reading.Valid(PolicyScript compiled) ->
                run(compiled, Settings.of(((Reading.Valid) reading).values()), arguments, terminal);
        };
    }

    private static int run(PolicyScript script, Settings settings, Arguments arguments, Terminal terminal) {
        String file = arguments.operand(1, String.class);
        try (ResolverOptions.Dns dns = ResolverOptions.open(arguments);
                MessageSource message = MessageSource.of(file, terminal.in())) {
            var order = order(
                    script.script().within(settings.budgets().sieve()), settings.pipeline(), dns.name(), arguments);
            Checked checked = MessageCheck.run(order, message, dns.resolver(), System::nanoTime);
            Map<String, List<String>> known = new HashMap<>();
            terminal.show(SieveRunText.of(
                    script.path().toString(), checked, name -> known.computeIfAbsent(name, SieveRunCommand::lines)));
            boolean broke = checked.run().flatMap(run -> run.fault()).isPresent();
            return broke ? Cli.FAILED : Cli.DONE;
        } catch (IOException impossible) {
            terminal.complain(TITLE, String.valueOf(impossible.getMessage()));
            return Cli.FAILED;
        }
    }

    private static MessageCheck.Order order(
            SieveScript script, PipelineSettings settings, String dns, Arguments arguments) {
        String file = arguments.operand(1, String.class);
        return new MessageCheck.Order(
                file.equals("-") ? "standard input" : file,
                arguments.optional("--ip", InetAddress.class),
                arguments.optional("--helo", Bytes.class),
                arguments.optional("--mail-from", Bytes.class),
                arguments.list("--rcpt", Bytes.class),
                arguments.optional("--at", Instant.class).orElseGet(CheckCommand::now),
                settings.verify().authservId().orElse(LOCALHOST),
                dns,
                settings,
                Optional.of(script));
    }

    /// The lines of a script, for showing; none if it cannot be read any more.
    private static List<String> lines(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException gone) {
            return List.of();
        }
    }
}
