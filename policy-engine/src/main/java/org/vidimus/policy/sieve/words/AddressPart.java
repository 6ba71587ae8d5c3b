package org.vidimus.policy.sieve.words;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Shape;

/// Which part of an address a test looks at (§2.7.4).
enum AddressPart {
    ALL(0),
    LOCALPART(1),
    DOMAIN(2),
    /// The local-part before the separator ([RFC 5233 §4](https://www.rfc-editor.org/rfc/rfc5233#section-4)).
    USER(3),
    /// What stands behind the separator.
    DETAIL(4);

    private static final String GROUP = "address part";

    private final int kind;

    AddressPart(int kind) {
        this.kind = kind;
    }

    /// The number by which a field remembers these parts of its addresses: below
    /// [org.vidimus.policy.sieve.run.EditedHeader.Field#KINDS].
    int kind() {
        return kind;
    }

    static Shape on(Shape shape) {
        return shape.oneOf(GROUP, "all", "localpart", "domain")
                .orOf(GROUP, "user", Shape.Kind.NONE, "subaddress")
                .orOf(GROUP, "detail", Shape.Kind.NONE, "subaddress");
    }

    static AddressPart of(Call call) {
        return Stream.of(values())
                .filter(part -> call.has(part.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(ALL);
    }

    /// That part of an address, if it has one.
    ///
    /// @param separators each of these characters separates the user from the detail
    Optional<String> of(Addresses.Parts address, String separators) {
        return switch (this) {
            case ALL -> Optional.of(address.all());
            case LOCALPART -> Optional.of(address.localPart());
            case DOMAIN -> Optional.of(address.domain());
            case USER -> Optional.of(address.user(separators));
            case DETAIL -> address.detail(separators);
        };
    }
}
