package org.vidimus.daemon.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.cli.Command.Example;
import org.vidimus.daemon.cli.Command.Help;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.DnsKeys;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.LocalPolicyKeys;
import org.vidimus.daemon.config.MetricsKeys;
import org.vidimus.daemon.config.PolicyKeys;
import org.vidimus.daemon.config.PolicyScript;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.config.SignKeys;
import org.vidimus.daemon.config.Values;
import org.vidimus.daemon.config.Warning;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.logging.Logging;
import org.vidimus.daemon.wiring.Wiring;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.dns.ServerAddress;
import org.vidimus.policy.pipeline.Network;

/// `vidimus milter`: runs the filter.
final class MilterCommand {
    private static final Logger LOG = LoggerFactory.getLogger(MilterCommand.class);

    private MilterCommand() {}

    static Command command() {
        return new Command(
                "vidimus milter",
                new Help(
                        "run the mail filter",
                        List.of(
                                "vidimus milter [-c FILE] [--listen SOCKET]... [--authserv-id ID]",
                                "               [--dns SERVER]... [--trust NETWORK]... [--policy FILE]",
                                "               [--sign DOMAIN:SELECTOR:FILE]... [--metrics ADDRESS]",
                                "               [--log-format FORMAT] [--log-level LEVEL]",
                                "vidimus milter trace --listen SOCKET... [--record FILE]",
                                "vidimus milter send FILE... --to SOCKET... [OPTION]..."),
                        List.of(
                                "Listens on the sockets and filters what Postfix and Sendmail bring: it removes"
                                        + " Authentication-Results fields that claim to be its own (RFC 8601 §5), and"
                                        + " puts its own on top of each message.",
                                "It stays in the foreground and logs to standard output, one line per message."
                                        + " Everything works without a configuration file; an option given here counts"
                                        + " more than the file.",
                                "SIGTERM and SIGINT stop it: it takes no new connections, lets running messages finish"
                                        + " within `drain-timeout`, and exits with status 0."),
                        List.of(
                                "It was stopped by a signal.",
                                "The configuration has mistakes, or a socket cannot be listened on. The reason is on"
                                        + " the standard error stream.",
                                "The command line is wrong."),
                        List.of(
                                new Example(
                                        "Filter for Postfix on the same host:",
                                        "vidimus milter --listen inet:8891@127.0.0.1",
                                        "postconf -e smtpd_milters=inet:127.0.0.1:8891"),
                                new Example(
                                        "Sign mail of this host and of clients that log in, with two keys:",
                                        "vidimus milter --sign example.com:r1:r1.pem --sign example.com:e1:e1.pem"),
                                new Example(
                                        "With a configuration file, logging JSON:",
                                        "vidimus milter -c /etc/vidimus/vidimus.toml --log-format json")),
                        List.of(
                                "vidimus(1)",
                                "vidimus-milter-trace(1)",
                                "vidimus-milter-send(1)",
                                "vidimus-config(1)",
                                "vidimus.toml(5)")),
                List.of(
                        Options.one(
                                        "-c,--config",
                                        "FILE",
                                        Path::of,
                                        "The configuration file; see vidimus.toml(5). Without"
                                                + " it no file is read, and every key has its default.")
                                .build(),
                        Options.many(
                                        "--listen",
                                        "SOCKET",
                                        Options.reader(Keys.SOCKET_TYPE),
                                        "A socket to listen on, in"
                                                + " place of those of the file: `inet:PORT@HOST`, `inet:HOST:PORT`,"
                                                + " `inet6:PORT@[ADDRESS]` or `unix:/PATH`. May be given several times. Without"
                                                + " file and option it is `inet:8891@127.0.0.1`.")
                                .build(),
                        Options.one(
                                        "--authserv-id",
                                        "ID",
                                        Options.reader(PolicyKeys.AUTHSERV_ID_TYPE),
                                        "The name under which"
                                                + " results are written, such as `mx.example.com`. Without it the MTA's own"
                                                + " name is used, the macro `{j}`.")
                                .build(),
                        Options.many(
                                        "--dns",
                                        "SERVER",
                                        Options.reader(DnsKeys.SERVER_TYPE),
                                        "A name server to ask, such as `127.0.0.1` or `127.0.0.1:5353`, in place of"
                                                + " those of the file. May be given several times. Without file and"
                                                + " option they are those of `/etc/resolv.conf`.")
                                .build(),
                        Options.many(
                                        "--trust",
                                        "NETWORK",
                                        MilterCommand::trusted,
                                        "Clients that are from inside, such as `192.0.2.0/24`, in place of those of"
                                                + " the file; their mail is not verified. May be given several times;"
                                                + " `none` stands for no network at all. Without file and option it is"
                                                + " the host itself, `127.0.0.0/8` and `::1`.")
                                .build(),
                        Options.one(
                                        "--policy",
                                        "FILE",
                                        Path::of,
                                        "A Sieve script that is run at the end of each message, in place of that of the"
                                                + " file.")
                                .build(),
                        SignOption.option(),
                        Options.one(
                                        "--metrics",
                                        "ADDRESS",
                                        Options.reader(MetricsKeys.LISTEN_TYPE),
                                        "Shows metrics for Prometheus there, such as `127.0.0.1:9891`, at `/metrics`."
                                                + " Without file and option nothing is shown.")
                                .build(),
                        Options.one(
                                        "--log-format",
                                        "FORMAT",
                                        Options.reader(Keys.LOG_FORMAT_TYPE),
                                        "The form of log" + " lines: `text` or `json`. Without it `text`.")
                                .build(),
                        Options.one(
                                        "--log-level",
                                        "LEVEL",
                                        Options.reader(Keys.LOG_LEVEL_TYPE),
                                        "The least important"
                                                + " level that is written: `error`, `warn`, `info`, `debug` or `trace`. Without"
                                                + " it `info`.")
                                .build(),
                        Options.help()),
                List.of(),
                List.of(TraceCommand.command(), SendCommand.command()),
                MilterCommand::run);
    }

    private static int run(Arguments arguments, Terminal terminal) {
        Optional<PolicyScript.Reading> policy =
                arguments.optional("--policy", Path.class).map(PolicyScript::read);
        if (policy.isPresent() && policy.get() instanceof PolicyScript.Reading.Invalid(var problems)) {
            problems.forEach(terminal.err()::println);
            return Cli.FAILED;
        }
        UnaryOperator<Values> more = values -> override(scripted(values, policy), arguments);
        Optional<Path> file = arguments.optional("--config", Path.class);
        return switch (file.map(path -> ConfigFile.read(path, Keys.ROOT, more))
                .orElseGet(() -> ConfigFile.read("command line", "", Keys.ROOT, more))) {
            case Reading.Valid(Values values) ->
                serve(Settings.of(values), Warning.of(values, Instant.now()), terminal);
            case Reading.Invalid(var problems) -> {
                problems.forEach(terminal.err()::println);
                yield Cli.FAILED;
            }
        };
    }

    private static Values scripted(Values values, Optional<PolicyScript.Reading> policy) {
        return policy.isPresent() && policy.get() instanceof PolicyScript.Reading.Valid(PolicyScript script)
                ? values.with(LocalPolicyKeys.POLICY, LocalPolicyKeys.SCRIPT, Optional.of(script))
                : values;
    }

    private static Values override(Values values, Arguments arguments) {
        Values changed = values;
        List<MilterSocket> listen = arguments.list("--listen", MilterSocket.class);
        if (!listen.isEmpty()) {
            changed = changed.with(Keys.MILTER, Keys.LISTEN, listen);
        }
        Optional<AuthservId> id = arguments.optional("--authserv-id", AuthservId.class);
        if (id.isPresent()) {
            changed = changed.with(PolicyKeys.VERIFY, PolicyKeys.AUTHSERV_ID, id);
        }
        List<ServerAddress> servers = arguments.list("--dns", ServerAddress.class);
        if (!servers.isEmpty()) {
            changed = changed.with(DnsKeys.DNS, DnsKeys.SERVERS, servers);
        }
        List<Trusted> trusted = arguments.list("--trust", Trusted.class);
        if (!trusted.isEmpty()) {
            List<Network> networks =
                    trusted.stream().flatMap(one -> one.network().stream()).toList();
            changed = changed.with(PolicyKeys.TRUST, PolicyKeys.NETWORKS, networks);
        }
        List<SignOption> sign = arguments.list("--sign", SignOption.class);
        if (!sign.isEmpty()) {
            changed = changed.with(SignKeys.SIGN, SignKeys.RULES, SignOption.rules(sign));
        }
        Optional<InetSocketAddress> metrics = arguments.optional("--metrics", InetSocketAddress.class);
        if (metrics.isPresent()) {
            changed = changed.with(MetricsKeys.METRICS, MetricsKeys.LISTEN, metrics);
        }
        Optional<LogSettings.Format> format = arguments.optional("--log-format", LogSettings.Format.class);
        if (format.isPresent()) {
            changed = changed.with(Keys.LOG, Keys.LOG_FORMAT, format.get());
        }
        Optional<LogSettings.Level> level = arguments.optional("--log-level", LogSettings.Level.class);
        if (level.isPresent()) {
            changed = changed.with(Keys.LOG, Keys.LOG_LEVEL, level.get());
        }
        return changed;
    }

    /// An operand of `--trust`: a network, or none at all.
    private record Trusted(Optional<Network> network) {}

    private static Trusted trusted(String text) throws Exception {
        return text.equals("none")
                ? new Trusted(Optional.empty())
                : new Trusted(
                        Optional.of(Options.reader(PolicyKeys.NETWORK_TYPE).convert(text)));
    }

    private static int serve(Settings settings, List<Warning> warnings, Terminal terminal) {
        Logging.start(settings.log(), terminal.out());
        try {
            warnings.forEach(warning -> LOG.atWarn()
                    .addKeyValue("at", warning.place())
                    .addKeyValue("what", warning.what())
                    .log("configuration"));
            Wiring wiring = Wiring.start(settings);
            UntilSignal.serve(wiring);
            return Cli.DONE;
        } catch (IOException impossible) {
            terminal.complain("vidimus milter", String.valueOf(impossible.getMessage()));
            return Cli.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Cli.FAILED;
        } finally {
            Logging.stop();
        }
    }
}
