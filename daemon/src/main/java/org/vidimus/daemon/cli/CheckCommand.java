package org.vidimus.daemon.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.PolicyKeys;
import org.vidimus.daemon.config.PolicyScript;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.explain.CheckJson;
import org.vidimus.daemon.explain.CheckText;
import org.vidimus.daemon.explain.Checked;
import org.vidimus.daemon.explain.MessageCheck;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.sieve.SieveScript;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// `vidimus check`: verifies a message from a file and explains every step.
final class CheckCommand {
    private static final String TITLE = "vidimus check";
    private static final AuthservId LOCALHOST = new AuthservId("localhost");

    private CheckCommand() {}

    static Command command() {
        return new Command(
                TITLE,
                help(),
                options(),
                List.of(Options.operand(
                        "FILE", file -> file, "A message in the format of RFC 5322; `-` is the standard input.")),
                List.of(),
                CheckCommand::run);
    }

    private static Help help() {
        return new Help(
                "verify a message and explain every step",
                List.of(
                        "vidimus check FILE [--ip ADDR] [--helo NAME] [--mail-from ADDR]",
                        "    [--rcpt ADDR]... [--zone FILE | --dns HOST:PORT] [--at TIME]",
                        "    [--authserv-id ID] [-c FILE] [--policy FILE] [--json]"),
                List.of(
                        "Examines the message as the filter would if it came over the network now: SPF, iprev, DKIM,"
                                + " ARC and DMARC. Shows the results, what would become of the message with the default"
                                + " settings, or with those of `--config`, and the Authentication-Results field that it would get, and then each step:"
                                + " the tree of SPF terms, per signature what was hashed and which key was used, how"
                                + " DMARC found its policy, and every question to the DNS with its answer.",
                        "What is known about the way the message came is given by `--ip`, `--helo` and"
                                + " `--mail-from`. Nothing is guessed in silence: without `--ip`, SPF and iprev are not"
                                + " checked; without `--helo`, SPF looks at MAIL FROM alone; without `--mail-from` the"
                                + " sender is taken from the Return-Path field if there is exactly one, which is where"
                                + " the MTA that delivered a message writes it. The page says so where it happens."
                                + " Nobody is from inside: a message from 127.0.0.1 is verified like any other.",
                        "Lines may end in CRLF, as on the network, or in LF, as Unix programs store mail; if every"
                                + " line ends in LF it is taken as CRLF. A mixture is taken as it is. A header of more"
                                + " than 4 MiB is refused.",
                        "Text from the message and from the DNS is escaped: what is not visible is shown as `\\r`,"
                                + " `\\n`, `\\x1b`. Colours are used on a terminal only, and not if the environment"
                                + " has NO_COLOR.",
                        "The JSON object has the keys `authenticationResults` (the value of the field), `spf`, `dkim`,"
                                + " `arc`, `dmarc`, `iprev` and `queries`, and beside them `disposition`, `envelope`,"
                                + " `author` and `message`. Every key is always there; what is not known is `null`."
                                + " `spf` has an object for each identity and `dkim` one for each signature in the"
                                + " order of the fields. `queries` has the questions in the order asked, each with an"
                                + " `outcome`: `found`, `nodata`, `nxdomain`, `servfail`, `timeout`, `malformed` or"
                                + " `budget`."),
                List.of(
                        "The message was examined, whatever that brought to light.",
                        "The message or the zone file cannot be read. The reason is on the standard error stream.",
                        "The command line is wrong."),
                List.of(
                        new Example(
                                "Why does this message fail?",
                                "vidimus check message.eml --ip 192.0.2.1 --helo mail.example.org \\",
                                "    --mail-from joe@example.org"),
                        new Example(
                                "Without a network, on a day when the signature was fresh:",
                                "vidimus check message.eml --zone example.zone --at 2026-01-31T12:00:00Z"),
                        new Example(
                                "The DMARC result, in a script:",
                                "vidimus check - --ip 192.0.2.1 --json < m.eml | jq -r .dmarc.result")),
                List.of(
                        "vidimus(1)",
                        "vidimus-spf(1)",
                        "vidimus-dkim-key(1)",
                        "vidimus-dmarc(1)",
                        "vidimus-milter(1)"));
    }

    private static List<OptionSpec> options() {
        return Options.join(List.of(
                List.of(
                        MailOptions.ip("The IPv4 or IPv6 address of the SMTP client. Without it SPF and iprev are not"
                                + " checked."),
                        MailOptions.helo("What the SMTP client called itself."),
                        MailOptions.mailFrom("The envelope sender, with or without angle brackets; `<>` is the null"
                                + " sender. Without it that of a single Return-Path field is taken."),
                        MailOptions.recipients("A recipient, with or without angle brackets, for a script that looks at"
                                + " them. May be given several times; without it the script sees none.")),
                ResolverOptions.options(),
                List.of(
                        Options.one(
                                        "--at",
                                        "TIME",
                                        CheckCommand::instant,
                                        "The time of the examination in the form of RFC 3339, such as"
                                                + " `2026-01-31T12:00:00Z`: signatures expire. Without it, now.")
                                .build(),
                        Options.one(
                                        "--authserv-id",
                                        "ID",
                                        Options.reader(PolicyKeys.AUTHSERV_ID_TYPE),
                                        "The name in the Authentication-Results field; fields in the message that have"
                                                + " it already count as forged. Without it that of the configuration, or"
                                                + " `localhost`.")
                                .build(),
                        Options.one(
                                        "-c,--config",
                                        "FILE",
                                        Path::of,
                                        "The configuration file: what it says about results, trusted forwarders and"
                                                + " sealers, SPF, DKIM, DMARC and overrides counts. Without it every key"
                                                + " has its default.")
                                .build(),
                        Options.one(
                                        "--policy",
                                        "FILE",
                                        Path::of,
                                        "A Sieve script to run, in place of that of the configuration; shows each"
                                                + " command and test that ran, and what would be done.")
                                .build(),
                        MailOptions.json("Prints one JSON object in place of text."),
                        Options.help())));
    }

    static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new TypeConversionException("\"" + text + "\" is no time such as 2026-01-31T12:00:00Z");
        }
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Reading reading = arguments
                .optional("--config", Path.class)
                .map(path -> ConfigFile.read(path, Keys.ROOT))
                .orElseGet(() -> new Reading.Valid(Keys.ROOT.defaults()));
        return switch (reading) {
            case Reading.Valid(var values) -> scripted(Settings.of(values), arguments, terminal);
            case Reading.Invalid(var problems) -> {
                problems.forEach(terminal.err()::println);
                yield Cli.FAILED;
            }
        };
    }

    private static int scripted(Settings settings, Arguments arguments, Terminal terminal) {
        Optional<PolicyScript.Reading> given =
                arguments.optional("--policy", Path.class).map(PolicyScript::read);
        if (given.isPresent() && given.get() instanceof PolicyScript.Reading.Invalid(var problems)) {
            problems.forEach(terminal.err()::println);
            return Cli.FAILED;
        }
        Optional<PolicyScript> script =
                given.isPresent() && given.get() instanceof PolicyScript.Reading.Valid(PolicyScript read)
                        ? Optional.of(read)
                        : settings.policy();
        return run(
                settings.pipeline(),
                script.map(each -> each.script().within(settings.budgets().sieve())),
                arguments,
                terminal);
    }

    private static int run(
            PipelineSettings settings, Optional<SieveScript> script, Arguments arguments, Terminal terminal) {
        String file = arguments.operands(String.class).getFirst();
        try (ResolverOptions.Dns dns = ResolverOptions.open(arguments);
                MessageSource message = MessageSource.of(file, terminal.in())) {
            var order = new MessageCheck.Order(
                    file.equals("-") ? "standard input" : file,
                    arguments.optional("--ip", InetAddress.class),
                    arguments.optional("--helo", Bytes.class),
                    arguments.optional("--mail-from", Bytes.class),
                    arguments.list("--rcpt", Bytes.class),
                    arguments.optional("--at", Instant.class).orElseGet(CheckCommand::now),
                    arguments
                            .optional("--authserv-id", AuthservId.class)
                            .or(settings.verify()::authservId)
                            .orElse(LOCALHOST),
                    dns.name(),
                    settings,
                    script);
            Checked checked = MessageCheck.run(order, message, dns.resolver(), System::nanoTime);
            if (arguments.flag("--json")) {
                terminal.out().println(CheckJson.of(checked));
            } else {
                terminal.show(CheckText.of(checked));
            }
            return Cli.DONE;
        } catch (IOException impossible) {
            terminal.complain(TITLE, String.valueOf(impossible.getMessage()));
            return Cli.FAILED;
        }
    }
}
