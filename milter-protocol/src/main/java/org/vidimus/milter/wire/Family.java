package org.vidimus.milter.wire;

import java.util.Optional;

/// The kind of address a client connected from.
public enum Family {
    /// Not known: neither port nor address follow.
    UNKNOWN('U'), // SMFIA_UNKNOWN
    /// A local socket; the address is its path.
    UNIX('L'), // SMFIA_UNIX
    /// IPv4, as a dotted quad.
    INET('4'), // SMFIA_INET
    /// IPv6, as text.
    INET6('6'); // SMFIA_INET6

    private final byte code;

    Family(char code) {
        this.code = (byte) code;
    }

    /// The byte on the wire.
    public byte code() {
        return code;
    }

    static Optional<Family> ofCode(byte code) {
        for (Family family : values()) {
            if (family.code == code) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }
}
