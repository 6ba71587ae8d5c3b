package org.vidimus.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.CacheSettings;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.ServerAddress;

/// The keys that say how the DNS is asked.
public final class DnsKeys {
    private static final Path SYSTEM = Path.of("/etc/resolv.conf");
    private static final CacheSettings CACHE = CacheSettings.DEFAULT;

    /// Name servers, in the file and on the command line.
    public static final TextType<ServerAddress> SERVER_TYPE = Types.text(
            "an address such as \"127.0.0.1\", \"127.0.0.1:5353\" or \"[::1]:5353\"",
            DnsKeys::server,
            ServerAddress::toString);

    /// The name servers.
    public static final Key<List<ServerAddress>> SERVERS = Key.of(
            "servers",
            Types.list(0, SERVER_TYPE),
            List.of(),
            "The name servers to ask, which must be recursive ones; without any, those of `/etc/resolv.conf`. A"
                    + " resolver on the same host is best: it answers at once, and nobody stands between.");

    /// One try.
    public static final Key<Duration> TIMEOUT = Key.of(
            "timeout",
            Types.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
            DnsSettings.DEFAULT.timeout(),
            "How long one try waits for one server. Then the next server is asked, and the silent one after the others"
                    + " for 30 seconds.");

    /// Tries.
    public static final Key<Long> ATTEMPTS = Key.of(
            "attempts",
            Types.integer(1, 10),
            (long) DnsSettings.DEFAULT.attempts(),
            "How often each server is tried while it is silent. One that answers with an error is not asked again.");

    /// The AD bit.
    public static final Key<Boolean> TRUST_DNSSEC = Key.of(
            "trust-dnssec",
            Types.bool(),
            DnsSettings.DEFAULT.trustAuthentic(),
            "Whether a server's word that an answer is authentic is believed (the AD bit, RFC 6840 §5.8). It counts"
                    + " only from servers on this host, by a loopback address: anyone on the way could say it.");

    /// Sockets.
    public static final Key<Long> MAX_CONCURRENT = Key.of(
            "max-concurrent",
            Types.integer(1, 100_000),
            (long) DnsSettings.DEFAULT.concurrent(),
            "How many questions are under way at a time, each with a socket of its own. Further ones wait, inside their"
                    + " own time.");

    /// Time of one question.
    public static final Key<Duration> QUESTION_TIME = Key.of(
            "question-time",
            Types.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
            Budgets.Dns.DEFAULT.timePerQuestion(),
            "How long one question may take, with all tries and aliases. Then what depends on it is a temporary error.");

    /// Time of one message.
    public static final Key<Duration> MESSAGE_TIME = Key.of(
            "message-time",
            Types.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            Budgets.Dns.DEFAULT.timePerMessage(),
            "How long one message may wait for the DNS in all. A quarter of it is kept for DMARC, which comes last.");

    /// Questions of one message.
    public static final Key<Long> MESSAGE_QUESTIONS = Key.of(
            "message-questions",
            Types.integer(20, 10_000),
            (long) Budgets.Dns.DEFAULT.questions(),
            "How many different questions one message may cause, whatever its sender puts into it. A quarter of them is"
                    + " kept for DMARC.");

    /// Room.
    public static final Key<Long> CACHE_SIZE = Key.of(
            "cache-size",
            Types.size(0, 1 << 30),
            CACHE.bytes(),
            "About how much memory the answers in the cache may take; with 0 nothing is kept.");

    /// The least time.
    public static final Key<Duration> TTL_FLOOR = Key.of(
            "ttl-floor",
            Types.duration(Duration.ZERO, Duration.ofMinutes(1)),
            CACHE.ttlFloor(),
            "How long an answer is kept at least, whatever its TTL is.");

    /// The most time.
    public static final Key<Duration> TTL_CEILING = Key.of(
            "ttl-ceiling",
            Types.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
            CACHE.ttlCeiling(),
            "How long an answer is kept at most.");

    /// The most time of nothing.
    public static final Key<Duration> NEGATIVE_CEILING = Key.of(
            "negative-ceiling",
            Types.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
            CACHE.negativeCeiling(),
            "How long it is kept at most that there is no such name or record (RFC 2308).");

    /// Failures.
    public static final Key<Duration> FAILURE_TIME = Key.of(
            "failure-time",
            Types.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
            CACHE.failure(),
            "How long a question that could not be answered is not asked again (RFC 9520).");

    /// Past their time.
    public static final Key<Duration> STALE_TIME = Key.of(
            "stale-time",
            Types.duration(Duration.ZERO, Duration.ofDays(7)),
            CACHE.stale(),
            "How long records past their TTL may still be used while no server can give new ones (RFC 8767), so that an"
                    + " outage of the DNS does not hold up mail; `0s` for never. A key that was withdrawn during an"
                    + " outage counts as long as this.");

    /// The DNS.
    public static final Key<Values> DNS = Key.table(
            "dns",
            TableType.of(
                    SERVERS,
                    TIMEOUT,
                    ATTEMPTS,
                    TRUST_DNSSEC,
                    MAX_CONCURRENT,
                    QUESTION_TIME,
                    MESSAGE_TIME,
                    MESSAGE_QUESTIONS,
                    CACHE_SIZE,
                    TTL_FLOOR,
                    TTL_CEILING,
                    NEGATIVE_CEILING,
                    FAILURE_TIME,
                    STALE_TIME),
            "How the DNS is asked, how much for one message, and what is remembered.");

    private DnsKeys() {}

    static DnsSettings settings(Values root) {
        Values dns = root.get(DNS);
        List<ServerAddress> servers = dns.get(SERVERS);
        return new DnsSettings(
                servers.isEmpty() ? system() : servers,
                dns.get(TIMEOUT),
                Math.toIntExact(dns.get(ATTEMPTS)),
                dns.get(TRUST_DNSSEC),
                Math.toIntExact(dns.get(MAX_CONCURRENT)),
                new CacheSettings(
                        dns.get(CACHE_SIZE),
                        dns.get(TTL_FLOOR),
                        dns.get(TTL_CEILING),
                        dns.get(NEGATIVE_CEILING),
                        dns.get(FAILURE_TIME),
                        dns.get(STALE_TIME)));
    }

    static Budgets budgets(Values root) {
        Values dns = root.get(DNS);
        Budgets.Dns fixed = Budgets.Dns.DEFAULT;
        return Budgets.DEFAULT.with(new Budgets.Dns(
                Math.toIntExact(dns.get(MESSAGE_QUESTIONS)),
                dns.get(QUESTION_TIME),
                dns.get(MESSAGE_TIME),
                fixed.aliases(),
                fixed.recordsPerAnswer()));
    }

    private static List<ServerAddress> system() {
        try {
            return ServerAddress.ofResolvConf(Bytes.of(Files.readAllBytes(SYSTEM)));
        } catch (IOException _) {
            return DnsSettings.DEFAULT.servers(); // as resolv.conf(5) has it where there is no file
        }
    }

    private static Parsed<ServerAddress> server(String text) {
        return switch (ServerAddress.parse(text)) {
            case org.vidimus.policy.base.Parsed.Ok<ServerAddress>(ServerAddress server) -> new Parsed.Ok<>(server);
            case org.vidimus.policy.base.Parsed.Malformed<ServerAddress>(int offset, String why) ->
                new Parsed.Wrong<>("\"" + text + "\", octet " + (offset + 1) + ": " + why);
        };
    }
}
