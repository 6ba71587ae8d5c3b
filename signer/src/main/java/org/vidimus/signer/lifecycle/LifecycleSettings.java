package org.vidimus.signer.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// How keys live. Immutable.
///
/// @param directory where keys and their states are. Default: `/var/lib/vidimus/keys`
/// @param algorithms the keys that a domain has, one of a type. Default: RSA of 2048 bits and Ed25519
/// @param selector how new keys are named. Default: [SelectorTemplate#DEFAULT]
/// @param period how long a key signs before the next one is made; at least 1 h. Default: 180 days
/// @param publishWait how long a record is in the DNS before its key signs, counted from when all resolvers had it:
///     for those of the world that have it that there is none ([RFC 2308](https://www.rfc-editor.org/rfc/rfc2308)).
///     Default: 1 h
/// @param signatureLifetime x= of the signatures, or how long they are meant to be good. Default: 7 days
/// @param queueLife how long mail may lie in a queue before it is verified. Default: 5 days, as Postfix and
///     Sendmail have it
/// @param keepRevoked how long an emptied record stays before it may go. Default: 30 days
/// @param delegate the domain under which the key records really stand, when each domain has aliases (CNAME) there;
///     empty: they stand in the domains. Default: empty
/// @param recordTtl of records that are published; whole seconds. Default: 1 h
/// @param update where records are sent; empty: people put them into the DNS. Default: empty
public record LifecycleSettings(
        Path directory,
        List<KeyAlgorithm> algorithms,
        SelectorTemplate selector,
        Duration period,
        Duration publishWait,
        Duration signatureLifetime,
        Duration queueLife,
        Duration keepRevoked,
        Optional<DomainName> delegate,
        Duration recordTtl,
        Optional<UpdateSettings> update) {
    /// All defaults.
    public static final LifecycleSettings DEFAULT = new LifecycleSettings(
            Path.of("/var/lib/vidimus/keys"),
            List.of(KeyAlgorithm.RSA2048, KeyAlgorithm.ED25519),
            SelectorTemplate.DEFAULT,
            Duration.ofDays(180),
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofDays(5),
            Duration.ofDays(30),
            Optional.empty(),
            Duration.ofHours(1),
            Optional.empty());

    /// Copies the list and checks the ranges.
    ///
    /// @throws IllegalArgumentException if there is no algorithm or two of a type, or a time is outside its range
    public LifecycleSettings {
        algorithms = List.copyOf(algorithms);
        long types = algorithms.stream().map(KeyAlgorithm::keyType).distinct().count();
        if (types == 0 || types < algorithms.size()) {
            throw new IllegalArgumentException("algorithms must be one, or one of RSA and ed25519");
        }
        if (period.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("period must be at least 1 h, not " + period);
        }
        for (Duration time : List.of(publishWait, signatureLifetime, queueLife, keepRevoked, recordTtl)) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("times must not be negative, not " + time);
            }
        }
    }

    /// The same for another directory, delegation and server.
    public LifecycleSettings with(Path root, Optional<DomainName> target, Optional<UpdateSettings> server) {
        return new LifecycleSettings(
                root,
                algorithms,
                selector,
                period,
                publishWait,
                signatureLifetime,
                queueLife,
                keepRevoked,
                target,
                recordTtl,
                server);
    }

    /// How long the record of a retired key stays: until the last of its signatures has expired, and has been in a
    /// queue as long as it can.
    public Duration overlap() {
        return signatureLifetime.plus(queueLife);
    }

    /// Where the record of a key really stands: at `SELECTOR._domainkey.DOMAIN`, or, delegated, at
    /// `SELECTOR.DOMAIN.DELEGATE`, to which the former is an alias.
    ///
    /// @throws LifecycleException if that is longer than a name can be
    public DomainName place(DomainName domain, DomainName selector) throws LifecycleException {
        Optional<DomainName> place = delegate.isEmpty()
                ? domain.under(selector + "._domainkey")
                : delegate.get().under(selector + "." + domain);
        return place.orElseThrow(() ->
                new LifecycleException("the name of the record of " + selector + " is longer than a name can be"));
    }
}
