package org.vidimus.policy.dns;

import java.time.Duration;
import java.util.List;
import org.vidimus.policy.base.Bytes;

/// How the DNS is asked. Immutable.
///
/// @param servers the name servers to ask, which must be recursive ones, at least one. [#DEFAULT] has the one on this
///     machine; [ServerAddress#ofResolvConf] reads the system's
/// @param timeout how long one try waits for one server, 10 ms to 1 min. Default: 2 s
/// @param attempts how often each server is tried when it is silent, 1 to 10. A server that has answered with an
///     error is not asked again. Default: 3
/// @param trustAuthentic whether the servers' AD bit is believed ([RFC 6840
///     §5.8](https://www.rfc-editor.org/rfc/rfc6840#section-5.8)): they validate DNSSEC, and nobody stands between
///     them and us. Since anyone on the way could set the bit, only servers on this machine are believed, by their
///     loopback address. Default: false
/// @param concurrent questions under way at a time, each with a socket of its own, 1 to 100,000. Further ones wait,
///     inside their own time. Default: 1,000
/// @param cache what is remembered. Default: [CacheSettings#DEFAULT]
public record DnsSettings(
        List<ServerAddress> servers,
        Duration timeout,
        int attempts,
        boolean trustAuthentic,
        int concurrent,
        CacheSettings cache) {
    /// The defaults, with the name server of this machine.
    public static final DnsSettings DEFAULT = new DnsSettings(
            ServerAddress.ofResolvConf(Bytes.EMPTY), Duration.ofSeconds(2), 3, false, 1_000, CacheSettings.DEFAULT);

    /// Copies the list and checks the ranges.
    ///
    /// @throws IllegalArgumentException if something is outside its range
    public DnsSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no servers");
        }
        between("attempts", attempts, 1, 10);
        between("concurrent", concurrent, 1, 100_000);
        if (timeout.compareTo(Duration.ofMillis(10)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("timeout must be from 10 ms to 1 min, not " + timeout);
        }
    }

    /// The defaults with other servers.
    public static DnsSettings of(List<ServerAddress> servers) {
        return new DnsSettings(
                servers, DEFAULT.timeout, DEFAULT.attempts, DEFAULT.trustAuthentic, DEFAULT.concurrent, DEFAULT.cache);
    }

    private static void between(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
