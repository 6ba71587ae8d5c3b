package org.vidimus.policy.spf;

import java.util.Optional;

/// What a directive looks at (§5). Immutable.
public sealed interface SpfMechanism {
    /// Every client (§5.1).
    record All() implements SpfMechanism {}

    /// The clients that another domain's record passes (§5.2).
    ///
    /// @param domain the other domain
    record Include(MacroString domain) implements SpfMechanism {}

    /// The addresses of a domain (§5.3).
    ///
    /// @param domain empty for the domain of the record
    /// @param prefix4 bits of an IPv4 address that count, 0 to 32
    /// @param prefix6 bits of an IPv6 address that count, 0 to 128
    record A(Optional<MacroString> domain, int prefix4, int prefix6) implements SpfMechanism {}

    /// The addresses of the hosts that take a domain's mail (§5.4). The components are those of [A].
    record Mx(Optional<MacroString> domain, int prefix4, int prefix6) implements SpfMechanism {}

    /// The clients whose validated name is within a domain (§5.5).
    ///
    /// @param domain empty for the domain of the record
    record Ptr(Optional<MacroString> domain) implements SpfMechanism {}

    /// `ip4` and `ip6`: a network (§5.6).
    ///
    /// @param network the network
    record Ip(Network network) implements SpfMechanism {}

    /// Whether a name has an address at all (§5.7).
    ///
    /// @param domain the name
    record Exists(MacroString domain) implements SpfMechanism {}

    /// Whether it counts against the limit of terms (§4.6.4).
    default boolean asksDns() {
        return switch (this) {
            case Include _, A _, Mx _, Ptr _, Exists _ -> true;
            case All _, Ip _ -> false;
        };
    }
}
