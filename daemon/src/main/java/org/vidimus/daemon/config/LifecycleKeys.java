package org.vidimus.daemon.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ServerAddress;
import org.vidimus.signer.lifecycle.KeyAlgorithm;
import org.vidimus.signer.lifecycle.LifecycleSettings;
import org.vidimus.signer.lifecycle.SelectorTemplate;
import org.vidimus.signer.lifecycle.TsigSource;
import org.vidimus.signer.lifecycle.UpdateSettings;

/// The keys that say how the keys of the key directory live.
public final class LifecycleKeys {
    private static final LifecycleSettings DEFAULT = LifecycleSettings.DEFAULT;
    private static final Duration YEARS = Duration.ofDays(3650);

    /// A folder, in the file and on the command line.
    public static final TextType<Path> DIRECTORY_TYPE =
            Types.text("a folder such as \"/var/lib/vidimus/keys\"", LifecycleKeys::path, Path::toString);

    /// A TSIG key, in the file and on the command line.
    public static final TextType<TsigSource> TSIG_TYPE = Types.text(
            "a file such as \"/etc/vidimus/update.key\", or \"NAME:hmac-sha256:FILE\"",
            text -> parsed(text, TsigSource.parse(text)),
            TsigSource::toString);

    /// A domain, in the file and on the command line.
    public static final TextType<DomainName> DOMAIN_TYPE = Types.text(
            "a domain such as \"example.org\"", text -> parsed(text, DomainName.parse(text)), DomainName::toString);

    /// The directory.
    public static final Key<Path> DIRECTORY = Key.of(
            "directory",
            DIRECTORY_TYPE,
            DEFAULT.directory(),
            "Where `vidimus keys` keeps keys and how far each has come: a folder for each domain.");

    /// Algorithms.
    public static final Key<List<KeyAlgorithm>> ALGORITHMS = Key.of(
            "algorithms",
            Types.list(1, Types.choice(KeyAlgorithm.class)),
            DEFAULT.algorithms(),
            "The keys that a domain has: one of RSA, one Ed25519, or one of each, which makes two signatures.");

    /// Selectors.
    public static final Key<SelectorTemplate> SELECTOR = Key.of(
            "selector",
            Types.text(
                    "letters, digits, hyphens, dots, {year}, {month}, {day}, {algorithm} and {slot}",
                    LifecycleKeys::template,
                    SelectorTemplate::text),
            DEFAULT.selector(),
            "How new keys are named. `{algorithm}` is `rsa` or `ed25519`. `{slot}` is the first letter that is free, for"
                    + " names that are used again and again, as aliases need them. Otherwise a name that is taken gets a"
                    + " number.");

    /// Rotation.
    public static final Key<Duration> PERIOD = Key.of(
            "period",
            Types.duration(Duration.ofHours(1), YEARS),
            DEFAULT.period(),
            "How long a key signs before `vidimus keys rotate --due` makes the next one.");

    /// Waiting.
    public static final Key<Duration> PUBLISH_WAIT = Key.of(
            "publish-wait",
            Types.duration(Duration.ZERO, Duration.ofDays(30)),
            DEFAULT.publishWait(),
            "How long a record has to be in the DNS before its key signs, from when all resolvers had it: at least as"
                    + " long as the zone lets resolvers remember that there is nothing (the last number of its SOA"
                    + " record).");

    /// x=.
    public static final Key<Duration> SIGNATURE_LIFETIME = Key.of(
            "signature-lifetime",
            Types.duration(Duration.ZERO, YEARS),
            DEFAULT.signatureLifetime(),
            "How long signatures are good (`x=`). The record of a key that has retired stays as long as this and"
                    + " `queue-life` together.");

    /// Queues.
    public static final Key<Duration> QUEUE_LIFE = Key.of(
            "queue-life",
            Types.duration(Duration.ZERO, Duration.ofDays(90)),
            DEFAULT.queueLife(),
            "How long mail may lie in a queue before somebody verifies it (Postfix: `maximal_queue_lifetime`).");

    /// Emptied records.
    public static final Key<Duration> KEEP_REVOKED = Key.of(
            "keep-revoked",
            Types.duration(Duration.ZERO, YEARS),
            DEFAULT.keepRevoked(),
            "How long an emptied record stays in the DNS before it is removed.");

    /// Delegation.
    public static final Key<Optional<DomainName>> DELEGATE = Key.of(
                    "delegate",
                    Types.optional(DOMAIN_TYPE),
                    Optional.<DomainName>empty(),
                    "The domain under which key records really stand, at `SELECTOR.DOMAIN.DELEGATE`, while the domains"
                            + " have aliases (CNAME) that point there. Without it they stand in the domains.")
            .example("\"dkim.example.net\"");

    /// TTL.
    public static final Key<Duration> RECORD_TTL = Key.of(
            "record-ttl",
            Types.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
            DEFAULT.recordTtl(),
            "How long resolvers may remember a key record.");

    /// The server.
    public static final Key<Optional<ServerAddress>> UPDATE_SERVER = Key.of(
                    "update-server",
                    Types.optional(DnsKeys.SERVER_TYPE),
                    Optional.<ServerAddress>empty(),
                    "The primary server of the zone, to which key records are sent (RFC 2136). Without it people put"
                            + " them into the DNS.")
            .example("\"192.0.2.53\"");

    /// TSIG.
    public static final Key<Optional<TsigSource>> UPDATE_KEY = Key.of(
                    "update-key",
                    Types.optional(TSIG_TYPE),
                    Optional.<TsigSource>empty(),
                    "The file of the key that signs updates (TSIG), as `tsig-keygen` writes it. Only its owner may read"
                            + " it.")
            .example("\"/etc/vidimus/update.key\"");

    /// The zone.
    public static final Key<Optional<DomainName>> UPDATE_ZONE = Key.of(
                    "update-zone",
                    Types.optional(DOMAIN_TYPE),
                    Optional.<DomainName>empty(),
                    "The zone that is updated. Without it the server is asked which zone a record belongs to.")
            .example("\"example.org\"");

    /// The keys' keys.
    public static final Key<Values> KEYS = Key.table(
            "keys",
            TableType.of(
                            DIRECTORY,
                            ALGORITHMS,
                            SELECTOR,
                            PERIOD,
                            PUBLISH_WAIT,
                            SIGNATURE_LIFETIME,
                            QUEUE_LIFE,
                            KEEP_REVOKED,
                            DELEGATE,
                            RECORD_TTL,
                            UPDATE_SERVER,
                            UPDATE_KEY,
                            UPDATE_ZONE)
                    .checked(ALGORITHMS, LifecycleKeys::algorithms),
            "The key directory: keys that `vidimus keys` makes, publishes, and replaces in time.");

    private LifecycleKeys() {}

    /// What the values of the whole file mean.
    public static LifecycleSettings settings(Values root) {
        Values keys = root.get(KEYS);
        Optional<UpdateSettings> update = keys.get(UPDATE_SERVER)
                .map(server -> new UpdateSettings(
                        server, keys.get(UPDATE_KEY), keys.get(UPDATE_ZONE), UpdateSettings.DEFAULT_TIMEOUT));
        return new LifecycleSettings(
                keys.get(DIRECTORY),
                keys.get(ALGORITHMS),
                keys.get(SELECTOR),
                keys.get(PERIOD),
                keys.get(PUBLISH_WAIT),
                keys.get(SIGNATURE_LIFETIME),
                keys.get(QUEUE_LIFE),
                keys.get(KEEP_REVOKED),
                keys.get(DELEGATE),
                keys.get(RECORD_TTL),
                update);
    }

    private static Optional<String> algorithms(Values keys) {
        List<KeyAlgorithm> algorithms = keys.get(ALGORITHMS);
        long types = algorithms.stream().map(KeyAlgorithm::keyType).distinct().count();
        return types < algorithms.size()
                ? Optional.of("a domain has one key of a type; expected one of RSA, \"ed25519\", or both")
                : Optional.empty();
    }

    private static Parsed<Path> path(String text) {
        try {
            return text.isEmpty() ? new Parsed.Wrong<>("\"\" is no folder") : new Parsed.Ok<>(Path.of(text));
        } catch (InvalidPathException wrong) {
            return new Parsed.Wrong<>("\"" + text + "\" is no folder: " + wrong.getReason());
        }
    }

    private static Parsed<SelectorTemplate> template(String text) {
        try {
            return new Parsed.Ok<>(new SelectorTemplate(text));
        } catch (IllegalArgumentException _) {
            return new Parsed.Wrong<>("\"" + text + "\" makes no selectors");
        }
    }

    private static <T> Parsed<T> parsed(String text, org.vidimus.policy.base.Parsed<T> parsed) {
        return switch (parsed) {
            case org.vidimus.policy.base.Parsed.Ok<T>(T value) -> new Parsed.Ok<>(value);
            case org.vidimus.policy.base.Parsed.Malformed<T>(int offset, String why) ->
                new Parsed.Wrong<>("\"" + text + "\", octet " + (offset + 1) + ": " + why);
        };
    }
}
