package org.vidimus.daemon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ServerAddress;
import org.vidimus.policy.dns.ServerResolver;
import org.vidimus.policy.dns.ZoneResolver;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// `--zone` and `--dns`: whom the commands that look at mail ask.
final class ResolverOptions {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private ResolverOptions() {}

    /// What answers questions, and who that is.
    ///
    /// @param resolver answers
    /// @param name what to call it, such as `example.zone` or `127.0.0.1:53`
    /// @param end gives back what the resolver holds
    record Dns(Resolver resolver, String name, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    static List<OptionSpec> options() {
        return List.of(
                Options.one(
                                "--zone",
                                "FILE",
                                Path::of,
                                "Answers every question to the DNS from this zone file (RFC 1035"
                                        + " §5) and asks nobody. Names without a final dot are relative to the root."
                                        + " Comment lines `;! SERVFAIL NAME TYPE` and `;! TIMEOUT NAME TYPE` make"
                                        + " questions fail; `TYPE` may be `ANY`.")
                        .build(),
                Options.one(
                                "--dns",
                                "HOST:PORT",
                                ResolverOptions::server,
                                "Asks this recursive name server, such as `127.0.0.1:5353` or `[::1]:53`; without a"
                                        + " port it is 53. Without `--zone` and `--dns` the system's name servers are"
                                        + " asked, those of /etc/resolv.conf.")
                        .build());
    }

    private static ServerAddress server(String text) {
        return switch (ServerAddress.parse(text)) {
            case Parsed.Ok<ServerAddress>(ServerAddress address) -> address;
            case Parsed.Malformed<ServerAddress>(int offset, String why) ->
                throw new TypeConversionException("\"" + text + "\", character " + (offset + 1) + ": " + why);
        };
    }

    /// Reads the zone file, or gets ready to ask.
    ///
    /// @throws IOException if the zone file cannot be read or is none; the message names it, and the line
    static Dns open(Arguments arguments) throws IOException {
        Optional<Path> zone = arguments.optional("--zone", Path.class);
        Optional<ServerAddress> server = arguments.optional("--dns", ServerAddress.class);
        if (zone.isPresent() && server.isPresent()) {
            throw arguments.wrong("either --zone or --dns, not both");
        }
        if (zone.isPresent()) {
            return new Dns(zone(zone.get()), "zone file " + zone.get(), () -> {});
        }
        List<ServerAddress> servers = server.map(List::of).orElseGet(ResolverOptions::system);
        var resolver =
                new ServerResolver(DnsSettings.of(servers), Budgets.Dns.DEFAULT, System::nanoTime, new SecureRandom());
        List<String> names = servers.stream().map(ServerAddress::toString).toList();
        return new Dns(resolver, String.join(", ", names), resolver::close);
    }

    /// A system without that file has a name server of its own, as resolv.conf(5) says.
    private static List<ServerAddress> system() {
        try {
            return ServerAddress.ofResolvConf(Bytes.of(Files.readAllBytes(RESOLV_CONF)));
        } catch (IOException _) {
            return ServerAddress.ofResolvConf(Bytes.EMPTY);
        }
    }

    static Resolver zone(Path file) throws IOException {
        Bytes text;
        try {
            text = Bytes.of(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new IOException(Streams.reason(file, failed, "read"), failed);
        }
        return switch (ZoneResolver.parse(text)) {
            case Parsed.Ok<ZoneResolver>(ZoneResolver zone) -> zone;
            case Parsed.Malformed<ZoneResolver>(int offset, String why) -> {
                long line = 1
                        + text.slice(0, offset)
                                .latin1()
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                throw new IOException(file + ":" + line + ": " + why);
            }
        };
    }
}
