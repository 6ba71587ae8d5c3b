package org.vidimus.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.ServerAddress;

/// The keys of `[dns]`.
final class DnsRows {
    /// Whatever they are here: those of resolv.conf, or the one on this machine.
    private static final List<ServerAddress> SYSTEM_SERVERS = systemServers();

    private DnsRows() {}

    private static List<ServerAddress> systemServers() {
        try {
            return ServerAddress.ofResolvConf(Bytes.of(Files.readAllBytes(Path.of("/etc/resolv.conf"))));
        } catch (IOException _) {
            return DnsSettings.DEFAULT.servers();
        }
    }

    static List<KeyRow> all() {
        return List.of(
                new KeyRow(
                        "dns.servers",
                        settings -> settings.dns().servers(),
                        SYSTEM_SERVERS.toString(),
                        "[\"192.0.2.1\", \"127.0.0.1:5353\", \"[::1]:53\"]",
                        "[192.0.2.1:53, 127.0.0.1:5353, [0:0:0:0:0:0:0:1]:53]",
                        "\"127.0.0.1\"",
                        "is the string \"127.0.0.1\""),
                new KeyRow(
                        "dns.timeout",
                        settings -> settings.dns().timeout(),
                        "PT2S",
                        "\"500ms\"",
                        "PT0.5S",
                        "\"9ms\"",
                        "\"9ms\" is out of range"),
                new KeyRow(
                        "dns.attempts", settings -> settings.dns().attempts(), "3", "5", "5", "0", "0 is out of range"),
                new KeyRow(
                        "dns.trust-dnssec",
                        settings -> settings.dns().trustAuthentic(),
                        "false",
                        "true",
                        "true",
                        "\"yes\"",
                        "is the string \"yes\""),
                new KeyRow(
                        "dns.max-concurrent",
                        settings -> settings.dns().concurrent(),
                        "1000",
                        "20",
                        "20",
                        "100001",
                        "100001 is out of range"),
                new KeyRow(
                        "dns.question-time",
                        settings -> settings.budgets().dns().timePerQuestion(),
                        "PT5S",
                        "\"10s\"",
                        "PT10S",
                        "\"2m\"",
                        "\"2m\" is out of range"),
                new KeyRow(
                        "dns.message-time",
                        settings -> settings.budgets().dns().timePerMessage(),
                        "PT25S",
                        "\"1m\"",
                        "PT1M",
                        "\"1ms\"",
                        "\"1ms\" is out of range"),
                new KeyRow(
                        "dns.message-questions",
                        settings -> settings.budgets().dns().questions(),
                        "200",
                        "100",
                        "100",
                        "19",
                        "19 is out of range"),
                new KeyRow(
                        "dns.cache-size",
                        settings -> settings.dns().cache().bytes(),
                        "16777216",
                        "\"0\"",
                        "0",
                        "\"2G\"",
                        "\"2G\" is out of range"),
                new KeyRow(
                        "dns.ttl-floor",
                        settings -> settings.dns().cache().ttlFloor(),
                        "PT5S",
                        "\"0s\"",
                        "PT0S",
                        "\"2m\"",
                        "\"2m\" is out of range"),
                new KeyRow(
                        "dns.ttl-ceiling",
                        settings -> settings.dns().cache().ttlCeiling(),
                        "PT24H",
                        "\"1h\"",
                        "PT1H",
                        "\"1s\"",
                        "\"1s\" is out of range"),
                new KeyRow(
                        "dns.negative-ceiling",
                        settings -> settings.dns().cache().negativeCeiling(),
                        "PT1H",
                        "\"5m\"",
                        "PT5M",
                        "\"2d\"",
                        "\"2d\" is out of range"),
                new KeyRow(
                        "dns.failure-time",
                        settings -> settings.dns().cache().failure(),
                        "PT5S",
                        "\"1m\"",
                        "PT1M",
                        "\"0s\"",
                        "\"0s\" is out of range"),
                new KeyRow(
                        "dns.stale-time",
                        settings -> settings.dns().cache().stale(),
                        "PT1H",
                        "\"0s\"",
                        "PT0S",
                        "\"8d\"",
                        "\"8d\" is out of range"));
    }
}
