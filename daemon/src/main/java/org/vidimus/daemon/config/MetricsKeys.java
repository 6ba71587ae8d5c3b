package org.vidimus.daemon.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.vidimus.policy.base.AddressText;

/// The keys that say where metrics are shown.
public final class MetricsKeys {
    private static final int LARGEST_PORT = 65_535;

    /// Where, in the file and on the command line.
    public static final TextType<InetSocketAddress> LISTEN_TYPE = Types.text(
            "an address and a port such as \"127.0.0.1:9891\" or \"[::1]:9891\"",
            MetricsKeys::address,
            address -> text(address.getAddress()) + ":" + address.getPort());

    /// Where metrics are shown.
    public static final Key<Optional<InetSocketAddress>> LISTEN = Key.of(
                    "listen",
                    Types.optional(LISTEN_TYPE),
                    Optional.<InetSocketAddress>empty(),
                    "Where Prometheus reads the metrics, at `/metrics`; by default nowhere. There is no password: keep"
                            + " it on loopback or in a network of your own. Port 0 takes any free port, which the log"
                            + " names.")
            .example("\"127.0.0.1:9891\"");

    /// Metrics.
    public static final Key<Values> METRICS =
            Key.table("metrics", TableType.of(LISTEN), "What is counted, for Prometheus; `docs/metrics.md` lists it.");

    private MetricsKeys() {}

    private static String text(InetAddress address) {
        String text = AddressText.of(address);
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private static Parsed<InetSocketAddress> address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        Optional<InetAddress> address = AddressText.parse(bracketed ? host.substring(1, host.length() - 1) : host)
                .filter(_ -> bracketed || !host.contains(":"));
        String port = text.substring(colon + 1);
        if (address.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > LARGEST_PORT) {
            return new Parsed.Wrong<>("\"" + text + "\" is not an IP address and a port");
        }
        return new Parsed.Ok<>(new InetSocketAddress(address.get(), Integer.parseInt(port)));
    }
}
