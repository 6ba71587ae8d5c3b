package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.Optional;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Who is trusted to forward mail as it came: mail that fails because it came by a forwarder is taken from
/// these ([RFC 9989 §5.4](https://www.rfc-editor.org/rfc/rfc9989#section-5.4)). Immutable.
public sealed interface Forwarder {
    /// Clients with these addresses.
    record Addresses(Network network) implements Forwarder {
        @Override
        public String toString() {
            return network.toString();
        }
    }

    /// Clients whose name confirms their address and is confirmed by it ([RFC 8601
    /// §3](https://www.rfc-editor.org/rfc/rfc8601#section-3)).
    ///
    /// @param name the name
    /// @param below whether it stands for every name below it, and not for itself
    record Hosts(DomainName name, boolean below) implements Forwarder {
        @Override
        public String toString() {
            return (below ? "*." : "") + name;
        }
    }

    /// Reads a network, a host name, or `*.` and a domain name.
    static Parsed<Forwarder> parse(String text) {
        if (text.contains(":") || text.contains("/") || text.matches("[0-9.]+")) {
            return Network.parse(text).map(Addresses::new);
        }
        boolean below = text.startsWith("*.");
        return switch (DomainName.parse(below ? text.substring(2) : text)) {
            case Parsed.Malformed<DomainName>(int offset, String why) -> new Parsed.Malformed<>(offset, why);
            case Parsed.Ok<DomainName>(DomainName name) ->
                !below && name.toString().matches("[0-9.]+")
                        ? new Parsed.Malformed<>(0, "neither an address nor a host name")
                        : new Parsed.Ok<>(new Hosts(name, below));
        };
    }

    /// Whether a client is meant.
    ///
    /// @param confirmed its name, if name and address confirm each other
    default boolean matches(InetAddress client, Optional<DomainName> confirmed) {
        return switch (this) {
            case Addresses(Network network) -> network.contains(client);
            case Hosts(DomainName name, boolean below) ->
                confirmed
                        .filter(host -> below ? host.isWithin(name) && !host.equals(name) : host.equals(name))
                        .isPresent();
        };
    }
}
