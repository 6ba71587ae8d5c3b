package org.vidimus.policy.dns;

import java.net.InetAddress;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// What one record says. Which variant it is follows from the [RecordType] asked for.
public sealed interface Data {
    /// A or AAAA.
    ///
    /// @param address the address, without a host name
    record Address(InetAddress address) implements Data {}

    /// MX.
    ///
    /// @param preference 0 to 65,535, the lowest first
    /// @param host the host that takes mail; empty for the root, which says that the domain takes none ([RFC 7505
    ///     §3](https://www.rfc-editor.org/rfc/rfc7505#section-3))
    record Exchange(int preference, Optional<DomainName> host) implements Data {}

    /// PTR.
    ///
    /// @param name the name pointed to
    record Pointer(DomainName name) implements Data {}

    /// TXT.
    ///
    /// @param value the character-strings of the record joined with nothing between ([RFC 7208
    ///     §3.3](https://www.rfc-editor.org/rfc/rfc7208#section-3.3)), as octets
    record Text(Bytes value) implements Data {}
}
