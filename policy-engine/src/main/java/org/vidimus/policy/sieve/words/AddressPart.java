package org.vidimus.policy.sieve.words;

import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Shape;

/// Which part of an address a test looks at (§2.7.4).
enum AddressPart {
    ALL,
    LOCALPART,
    DOMAIN;

    private static final String GROUP = "address part";

    static Shape on(Shape shape) {
        return shape.oneOf(GROUP, "all", "localpart", "domain");
    }

    static AddressPart of(Call call) {
        if (call.has("localpart")) {
            return LOCALPART;
        }
        return call.has("domain") ? DOMAIN : ALL;
    }

    /// That part of an address, if it has one.
    Optional<String> of(Addresses.Parts address) {
        return switch (this) {
            case ALL -> Optional.of(address.all());
            case LOCALPART -> Optional.of(address.localPart());
            case DOMAIN -> Optional.of(address.domain());
        };
    }
}
