package org.vidimus.daemon.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.config.SignKeys;
import org.vidimus.daemon.config.Values;
import org.vidimus.daemon.explain.SigningReport;
import org.vidimus.daemon.signing.Explanation;
import org.vidimus.daemon.signing.Loaded;
import org.vidimus.daemon.signing.RecordSight;
import org.vidimus.daemon.signing.Signing;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Role;
import org.vidimus.signer.rules.Decision.Outcome;
import picocli.CommandLine.ITypeConverter;

/// `vidimus explain`: says why something is decided as it is.
final class ExplainCommand {
    private static final String TITLE = "vidimus explain sign";

    private ExplainCommand() {}

    static Command command() {
        return new Command(
                "vidimus explain",
                new Help(
                        "say why something is decided as it is",
                        List.of("vidimus explain sign --from ADDR [OPTION]..."),
                        List.of("Takes a configuration and an imagined message, and prints every step of a decision"
                                + " with the line of the configuration behind it."),
                        List.of("See the command.", "See the command.", "The command line is wrong."),
                        List.of(new Example(
                                "Why was this not signed?",
                                "vidimus explain sign -c vidimus.toml --from joe@example.org --auth joe")),
                        List.of("vidimus(1)", "vidimus-explain-sign(1)", "vidimus-milter(1)")),
                List.of(Options.help()),
                List.of(),
                List.of(sign()),
                (arguments, terminal) -> Vidimus.missingCommand(command(), terminal));
    }

    private static Command sign() {
        return new Command(
                TITLE,
                new Help(
                        "say whether a message would be signed, and why",
                        List.of(
                                "vidimus explain sign --from ADDR [--ip ADDR] [--auth USER] [--rcpt ADDR]...",
                                "    [--mail-from ADDR] [--daemon NAME] [--listener SOCKET] [-c FILE]",
                                "    [--sign DOMAIN:SELECTOR:FILE]... [--zone FILE | --dns HOST:PORT]",
                                "    [--json]"),
                        List.of(
                                "Loads the configuration as `vidimus milter` does, with its keys and tables, and"
                                        + " decides about a message that this author sends. It prints the outcome, where"
                                        + " the message comes from, each step with the place in the configuration that"
                                        + " hit, the signatures that would be made, and whether receivers will find"
                                        + " their keys in the DNS.",
                                "Without `--ip` and `--auth` the message is submitted on the MTA's own host. What only a"
                                        + " whole message shows is not looked at: fields that are there twice, lines"
                                        + " that are too long, signatures that it has already.",
                                "It reads the private keys, so run it as the daemon's user or as root.",
                                "The JSON object has the keys `from`, `outcome` (`signed`, `unsigned`, `tempfail` or"
                                        + " `reject`), `reason`, `inside`, `door`, `steps` (each with `place` and"
                                        + " `what`), `signatures` (each with `domain`, `selector`, `algorithm`, `bits`,"
                                        + " `canonicalization`, `identity`, `verifiable` and `record`), `warnings` and"
                                        + " `queries`."),
                        List.of(
                                "The message would be signed.",
                                "It would not; or the configuration or the zone file cannot be used, for the reason on"
                                        + " the standard error stream.",
                                "The command line is wrong."),
                        List.of(
                                new Example(
                                        "Would this be signed, and with what?",
                                        "vidimus explain sign -c vidimus.toml --from joe@example.org --auth joe"),
                                new Example(
                                        "Try a key before there is a configuration:",
                                        "vidimus explain sign --from joe@example.org"
                                                + " --sign example.org:s1:s1.pem")),
                        List.of("vidimus(1)", "vidimus-milter(1)", "vidimus-dkim-key(1)", "vidimus.toml(5)")),
                Options.join(List.of(
                        List.of(
                                Options.one("--from", "ADDR", text(), "The author's address, as in From.")
                                        .required(true)
                                        .build(),
                                MailOptions.ip("The IPv4 or IPv6 address of the SMTP client."),
                                Options.one("--client-name", "NAME", text(), "What the MTA calls the client.")
                                        .build(),
                                Options.one("--auth", "USER", text(), "The name under which the client logged in.")
                                        .build(),
                                Options.many("--rcpt", "ADDR", MailOptions::address, "A recipient.")
                                        .build(),
                                MailOptions.mailFrom("The envelope sender; without it, the author."),
                                Options.one(
                                                "--daemon",
                                                "NAME",
                                                text(),
                                                "What the MTA calls its listener: `{daemon_name}`.")
                                        .build(),
                                Options.one(
                                                "--listener",
                                                "SOCKET",
                                                Options.reader(Keys.SOCKET_TYPE),
                                                "The socket of `milter.listen` that the MTA calls; without it, the first.")
                                        .build(),
                                Options.one(
                                                "-c,--config",
                                                "FILE",
                                                Path::of,
                                                "The configuration file; see vidimus.toml(5).")
                                        .build(),
                                SignOption.option()),
                        ResolverOptions.options(),
                        List.of(MailOptions.json("Prints one JSON object in place of text."), Options.help()))),
                List.of(),
                List.of(),
                ExplainCommand::run);
    }

    private static ITypeConverter<Bytes> text() {
        return Bytes::utf8;
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Optional<Path> file = arguments.optional("--config", Path.class);
        return switch (file.map(path -> ConfigFile.read(path, Keys.ROOT, values -> override(values, arguments)))
                .orElseGet(
                        () -> ConfigFile.read("command line", "", Keys.ROOT, values -> override(values, arguments)))) {
            case Reading.Valid(Values values) -> explain(Settings.of(values), arguments, terminal);
            case Reading.Invalid(var problems) -> {
                problems.forEach(terminal.err()::println);
                yield Cli.FAILED;
            }
        };
    }

    private static Values override(Values values, Arguments arguments) {
        List<SignOption> sign = arguments.list("--sign", SignOption.class);
        return sign.isEmpty() ? values : values.with(SignKeys.SIGN, SignKeys.RULES, SignOption.rules(sign));
    }

    private static int explain(Settings settings, Arguments arguments, Terminal terminal) {
        Loaded loaded = Signing.look(settings.sign());
        if (!loaded.errors().isEmpty()) {
            loaded.errors().forEach(terminal.err()::println);
            return Cli.FAILED;
        }
        try (ResolverOptions.Dns dns = ResolverOptions.open(arguments)) {
            SigningReport report = report(settings, loaded, arguments, dns);
            if (arguments.flag("--json")) {
                terminal.out().println(report.json());
            } else {
                terminal.show(report.page());
            }
            return report.signed() ? Cli.DONE : Cli.FAILED;
        } catch (IOException impossible) {
            terminal.complain(TITLE, String.valueOf(impossible.getMessage()));
            return Cli.FAILED;
        }
    }

    private static SigningReport report(
            Settings settings, Loaded loaded, Arguments arguments, ResolverOptions.Dns dns) {
        Bytes from = arguments.value("--from", Bytes.class);
        ConnectionFacts connection = connection(settings, arguments);
        Explanation.Decided decided = Explanation.of(
                settings.pipeline(),
                loaded.decider(),
                connection,
                arguments.optional("--mail-from", Bytes.class).orElseGet(() -> Bytes.utf8("<" + from.utf8() + ">")),
                arguments.list("--rcpt", Bytes.class),
                from);
        var lookups = new Lookups(dns.resolver(), Budgets.Dns.DEFAULT, System::nanoTime);
        lookups.openReserve();
        CryptoBackend crypto = CryptoBackend.of(CryptoBackend.Choice.AUTO);
        List<SigningReport.Published> records = decided.decision().outcome() instanceof Outcome.Sign(var planned, var _)
                ? planned.stream()
                        .map(signature -> RecordSight.of(
                                signature.key().domain(),
                                signature.key().selector(),
                                signature.key().key(),
                                crypto,
                                lookups))
                        .map(sight -> new SigningReport.Published(sight.good(), sight.what()))
                        .toList()
                : List.of();
        return new SigningReport(
                from.toString(),
                decided.inside(),
                door(settings.pipeline().roles().of(connection), connection),
                decided.decision(),
                records,
                loaded.warnings(),
                lookups.log());
    }

    private static String door(Role role, ConnectionFacts connection) {
        String names = connection.listener()
                + connection.daemonName().map(name -> ", daemon name " + name).orElse("");
        return names
                + switch (role) {
                    case VERIFY -> ": for mail from outside (roles.verify)";
                    case SIGN -> ": for mail from inside (roles.sign)";
                    case BOTH -> ": for both; it depends on the client";
                };
    }

    private static ConnectionFacts connection(Settings settings, Arguments arguments) {
        Optional<InetAddress> client = arguments.optional("--ip", InetAddress.class);
        Optional<Authentication> login = Authentication.of(arguments.optional("--auth", Bytes.class), Optional.empty());
        MilterSocket listener = arguments
                .optional("--listener", MilterSocket.class)
                .orElseGet(() -> settings.server().sockets().getFirst());
        return new ConnectionFacts(
                        client,
                        client.isEmpty() && login.isEmpty(),
                        Optional.empty(),
                        Optional.empty(),
                        login,
                        arguments.optional("--daemon", Bytes.class),
                        listener.toString())
                .withNamed(arguments.optional("--client-name", Bytes.class), Map.of());
    }
}
