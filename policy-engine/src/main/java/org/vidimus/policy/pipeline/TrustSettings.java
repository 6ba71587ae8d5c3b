package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Whom we believe without checking: the `[trust]` table of the configuration.
///
/// Immutable.
///
/// @param networks clients in them are from inside: their mail is not verified
/// @param forwarders clients whose mail is verified, but not turned away for failing
/// @param sealers domains whose ARC seals count as a reason not to turn mail away ([RFC 8617
///     §7.2.1](https://www.rfc-editor.org/rfc/rfc8617#section-7.2.1)); names below them are meant too
public record TrustSettings(List<Network> networks, List<Forwarder> forwarders, Set<DomainName> sealers) {
    /// The host itself, and nobody else.
    public static final TrustSettings DEFAULT =
            new TrustSettings(List.of(loopback("127.0.0.0/8"), loopback("::1/128")), List.of(), Set.of());

    /// Nobody.
    public static final TrustSettings NOBODY = new TrustSettings(List.of(), List.of(), Set.of());

    /// Copies the collections.
    public TrustSettings {
        networks = List.copyOf(networks);
        forwarders = List.copyOf(forwarders);
        sealers = Set.copyOf(sealers);
    }

    /// Why mail over `connection` is not verified; empty if it is.
    ///
    /// A client whose address the MTA does not know is trusted only if the MTA says that it is local.
    Optional<Skip> skip(ConnectionFacts connection, Role role) {
        if (role == Role.SIGN) {
            return Optional.of(Skip.ROLE);
        }
        if (connection.authentication().isPresent()) {
            return Optional.of(Skip.AUTHENTICATED);
        }
        if (connection.local()) {
            return Optional.of(Skip.LOCAL);
        }
        return connection.client().filter(this::isInside).map(_ -> Skip.TRUSTED_NETWORK);
    }

    private boolean isInside(InetAddress client) {
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    /// The forwarder that `client` is.
    ///
    /// @param confirmed its name, if name and address confirm each other
    Optional<Forwarder> forwarder(InetAddress client, Optional<DomainName> confirmed) {
        return forwarders.stream().filter(f -> f.matches(client, confirmed)).findFirst();
    }

    boolean trustsSealer(DomainName domain) {
        return sealers.stream().anyMatch(domain::isWithin);
    }

    private static Network loopback(String text) {
        return switch (Network.parse(text)) {
            case Parsed.Ok<Network>(Network network) -> network;
            case Parsed.Malformed<Network>(int _, String why) -> throw new IllegalStateException(why);
        };
    }
}
