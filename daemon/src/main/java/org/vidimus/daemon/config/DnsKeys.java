package org.vidimus.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.ServerAddress;

/// The keys that say how the DNS is asked.
public final class DnsKeys {
    private static final Path SYSTEM = Path.of("/etc/resolv.conf");

    /// Name servers, in the file and on the command line.
    public static final TextType<ServerAddress> SERVER_TYPE = Types.text(
            "an address such as \"127.0.0.1\", \"127.0.0.1:5353\" or \"[::1]:5353\"",
            DnsKeys::server,
            ServerAddress::toString);

    /// The name servers.
    public static final Key<List<ServerAddress>> SERVERS = Key.of(
            "servers",
            Types.list(0, SERVER_TYPE),
            List.of(),
            "The name servers to ask, which must be recursive ones; without any, those of `/etc/resolv.conf`. A"
                    + " resolver on the same host is best: it answers at once, and nobody stands between.");

    /// The DNS.
    public static final Key<Values> DNS = Key.table("dns", TableType.of(SERVERS), "How the DNS is asked.");

    private DnsKeys() {}

    static DnsSettings settings(Values root) {
        List<ServerAddress> servers = root.get(DNS).get(SERVERS);
        return DnsSettings.of(servers.isEmpty() ? system() : servers);
    }

    private static List<ServerAddress> system() {
        try {
            return ServerAddress.ofResolvConf(Bytes.of(Files.readAllBytes(SYSTEM)));
        } catch (IOException _) {
            return DnsSettings.DEFAULT.servers(); // as resolv.conf(5) has it where there is no file
        }
    }

    private static Parsed<ServerAddress> server(String text) {
        return switch (ServerAddress.parse(text)) {
            case org.vidimus.policy.base.Parsed.Ok<ServerAddress>(ServerAddress server) -> new Parsed.Ok<>(server);
            case org.vidimus.policy.base.Parsed.Malformed<ServerAddress>(int offset, String why) ->
                new Parsed.Wrong<>("\"" + text + "\", octet " + (offset + 1) + ": " + why);
        };
    }
}
