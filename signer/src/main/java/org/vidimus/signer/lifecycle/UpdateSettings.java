package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ServerAddress;

/// Where key records are sent ([RFC 2136](https://www.rfc-editor.org/rfc/rfc2136)). Immutable.
///
/// @param server the primary server of the zone
/// @param key the TSIG key ([RFC 8945](https://www.rfc-editor.org/rfc/rfc8945));
///     empty: updates are not signed, and the server knows us by our address
/// @param zone the zone; empty: the server is asked which it is
/// @param timeout for one update and its answer; positive. Default: 10 s
public record UpdateSettings(
        ServerAddress server, Optional<TsigSource> key, Optional<DomainName> zone, Duration timeout) {
    /// The default of `timeout`.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /// Checks the time.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public UpdateSettings {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, not " + timeout);
        }
    }
}
