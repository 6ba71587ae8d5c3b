package org.vidimus.daemon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.DnsKeys;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.LifecycleKeys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.config.Values;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ServerAddress;
import org.vidimus.policy.dns.ServerResolver;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.lifecycle.DnsUpdate;
import org.vidimus.signer.lifecycle.FileKeyTools;
import org.vidimus.signer.lifecycle.KeyKeeper;
import org.vidimus.signer.lifecycle.LifecycleException;
import org.vidimus.signer.lifecycle.LifecycleSettings;
import org.vidimus.signer.lifecycle.Publisher;
import org.vidimus.signer.lifecycle.RecordCheck;
import org.vidimus.signer.lifecycle.TsigSource;
import org.vidimus.signer.lifecycle.UpdateSettings;
import picocli.CommandLine.Model.OptionSpec;

/// What all `vidimus keys` commands work with, from the configuration and the options, and the options themselves.
///
/// @param keeper does the work
/// @param settings how keys live
/// @param end gives back what the resolvers hold
record KeysContext(KeyKeeper keeper, LifecycleSettings settings, Runnable end) implements AutoCloseable {
    static List<OptionSpec> options() {
        return List.of(
                Options.one(
                                "-c,--config",
                                "FILE",
                                Path::of,
                                "The configuration file; its sections `[keys]` and `[dns]` count. Without it every key"
                                        + " has its default.")
                        .build(),
                Options.one(
                                "--directory",
                                "DIRECTORY",
                                Options.reader(LifecycleKeys.DIRECTORY_TYPE),
                                "The key directory, in place of that of the file.")
                        .build(),
                MailOptions.json("Prints one JSON object in place of text."),
                Options.help());
    }

    /// Of those that look into the DNS.
    static List<OptionSpec> resolverOptions() {
        return List.of(
                Options.one(
                                "--zone",
                                "FILE",
                                Path::of,
                                "Answers every question to the DNS from this zone file and asks nobody.")
                        .build(),
                Options.many(
                                "--dns",
                                "SERVER",
                                Options.reader(DnsKeys.SERVER_TYPE),
                                "A name server to ask, in place of those of the file. May be given several times: each"
                                        + " of them is asked. Without file and option they are those of"
                                        + " `/etc/resolv.conf`.")
                        .build());
    }

    /// Of those that bring records into the DNS.
    static List<OptionSpec> updateOptions() {
        return List.of(
                Options.one(
                                "--update-server",
                                "SERVER",
                                Options.reader(DnsKeys.SERVER_TYPE),
                                "The primary server of the zone, such as `192.0.2.53` or `127.0.0.1:5353`, to which"
                                        + " records are sent (RFC 2136). Without it, and without `keys.update-server`,"
                                        + " records are printed for somebody to put them there.")
                        .build(),
                Options.one(
                                "--tsig",
                                "KEY",
                                Options.reader(LifecycleKeys.TSIG_TYPE),
                                "The key that signs updates: a FILE as `tsig-keygen` writes it, or"
                                        + " `NAME:ALGORITHM:FILE` with a FILE that holds the secret in base64. Others"
                                        + " must not be able to read it.")
                        .build(),
                Options.one(
                                "--zone-name",
                                "ZONE",
                                Options.reader(LifecycleKeys.DOMAIN_TYPE),
                                "The zone to update. Without it the server is asked which it is.")
                        .build(),
                Options.one(
                                "--cname-target",
                                "DOMAIN",
                                Options.reader(LifecycleKeys.DOMAIN_TYPE),
                                "The domain under which key records really stand, at `SELECTOR.DOMAIN.TARGET`, while"
                                        + " the name that verifiers ask for is an alias (CNAME) of that.")
                        .build());
    }

    /// Something that a command does.
    interface Job {
        /// The exit status.
        int run(KeysContext context) throws LifecycleException;
    }

    /// Gets ready, runs the job, and says what went wrong if it cannot be done.
    static int run(Arguments arguments, Terminal terminal, String title, Job job) {
        Optional<Path> file = arguments.optional("--config", Path.class);
        Reading reading = file.map(path -> ConfigFile.read(path, Keys.ROOT))
                .orElseGet(() -> new Reading.Valid(Keys.ROOT.defaults()));
        return switch (reading) {
            case Reading.Invalid(var problems) -> {
                problems.forEach(terminal.err()::println);
                yield Cli.FAILED;
            }
            case Reading.Valid(Values values) -> {
                try (KeysContext context = open(values, arguments)) {
                    yield job.run(context);
                } catch (LifecycleException impossible) {
                    terminal.complain(title, impossible.sentence());
                    yield Cli.FAILED;
                } catch (IOException impossible) {
                    terminal.complain(title, String.valueOf(impossible.getMessage()));
                    yield Cli.FAILED;
                }
            }
        };
    }

    private static KeysContext open(Values values, Arguments arguments) throws IOException, LifecycleException {
        LifecycleSettings settings = settings(values, arguments);
        var ends = new ArrayList<Runnable>();
        CryptoBackend crypto = CryptoBackend.of(CryptoBackend.Choice.AUTO);
        Publisher publisher = settings.update().isPresent()
                ? new DnsUpdate(settings.update().get(), InstantSource.system())
                : Publisher.byHand();
        var check = new RecordCheck(witnesses(values, arguments, ends), crypto, System::nanoTime);
        var tools = new FileKeyTools(SigningBackend.of(crypto), KeyRules.DEFAULT);
        var means = new KeyKeeper.Means(tools, check, publisher, InstantSource.system());
        return new KeysContext(
                new KeyKeeper(settings.directory(), settings, means), settings, () -> ends.forEach(Runnable::run));
    }

    private static LifecycleSettings settings(Values values, Arguments arguments) {
        LifecycleSettings file = LifecycleKeys.settings(values);
        Optional<UpdateSettings> update = file.update();
        if (arguments.has("--update-server")) {
            Optional<ServerAddress> server = arguments
                    .optional("--update-server", ServerAddress.class)
                    .or(() -> file.update().map(UpdateSettings::server));
            update = server.map(address -> new UpdateSettings(
                    address,
                    arguments
                            .optional("--tsig", TsigSource.class)
                            .or(() -> file.update().flatMap(UpdateSettings::key)),
                    arguments
                            .optional("--zone-name", DomainName.class)
                            .or(() -> file.update().flatMap(UpdateSettings::zone)),
                    UpdateSettings.DEFAULT_TIMEOUT));
        }
        return file.with(
                arguments.optional("--directory", Path.class).orElse(file.directory()),
                arguments.has("--cname-target")
                        ? arguments.optional("--cname-target", DomainName.class).or(file::delegate)
                        : file.delegate(),
                update);
    }

    private static List<RecordCheck.Witness> witnesses(Values values, Arguments arguments, List<Runnable> ends)
            throws IOException {
        if (!arguments.has("--dns")) {
            return List.of();
        }
        List<ServerAddress> given = arguments.list("--dns", ServerAddress.class);
        Optional<Path> zone = arguments.optional("--zone", Path.class);
        if (zone.isPresent() && !given.isEmpty()) {
            throw arguments.wrong("either --zone or --dns, not both");
        }
        if (zone.isPresent()) {
            return List.of(new RecordCheck.Witness("zone file " + zone.get(), ResolverOptions.zone(zone.get())));
        }
        DnsSettings dns = Settings.of(values).dns();
        return (given.isEmpty() ? dns.servers() : given)
                .stream()
                        .map(server -> {
                            var one = new DnsSettings(
                                    List.of(server),
                                    dns.timeout(),
                                    dns.attempts(),
                                    dns.trustAuthentic(),
                                    dns.concurrent(),
                                    dns.cache());
                            var resolver =
                                    new ServerResolver(one, Budgets.Dns.DEFAULT, System::nanoTime, new SecureRandom());
                            ends.add(resolver::close);
                            return new RecordCheck.Witness(server.toString(), resolver);
                        })
                        .collect(Collectors.toList());
    }

    @Override
    public void close() {
        end.run();
    }
}
