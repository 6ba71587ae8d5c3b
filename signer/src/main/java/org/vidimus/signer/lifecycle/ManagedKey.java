package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

/// A key of a domain and how far it has come.
///
/// Immutable.
///
/// @param selector its name below `_domainkey` (s=)
/// @param algorithm its kind
/// @param publicKey its public half, as [org.vidimus.signer.key.SigningKey#publicKey()]
/// @param state how far it has come
/// @param since when it came to each state; whole seconds, and at least that of `state`
/// @param announced when its record was first sent to the DNS or shown to somebody who puts it there
/// @param keepUntil of a retiring key: how long its record has to stay
public record ManagedKey(
        DomainName selector,
        KeyAlgorithm algorithm,
        Bytes publicKey,
        KeyState state,
        Map<KeyState, Instant> since,
        Optional<Instant> announced,
        Optional<Instant> keepUntil) {
    /// Copies the map.
    ///
    /// @throws IllegalArgumentException if the time of `state` is missing, or a retiring key has no `keepUntil`
    public ManagedKey {
        var copy = new EnumMap<KeyState, Instant>(KeyState.class);
        copy.putAll(since);
        since = Collections.unmodifiableMap(copy);
        if (!since.containsKey(state)) {
            throw new IllegalArgumentException("no time of " + state.word());
        }
        if (state == KeyState.RETIRING && keepUntil.isEmpty()) {
            throw new IllegalArgumentException("retiring until nobody knows when");
        }
    }

    /// A key that has just been made.
    static ManagedKey generated(DomainName selector, KeyAlgorithm algorithm, Bytes publicKey, Instant now) {
        return new ManagedKey(
                selector,
                algorithm,
                publicKey,
                KeyState.GENERATED,
                Map.of(KeyState.GENERATED, now),
                Optional.empty(),
                Optional.empty());
    }

    /// When it came to the state in which it is.
    public Instant sinceState() {
        return since.getOrDefault(state, Instant.EPOCH); // never missing
    }

    /// The key in its next state.
    ///
    /// @param overlap how long the record of a key stays that retires
    /// @throws LifecycleException if nothing leads there
    ManagedKey to(KeyState next, Instant now, Duration overlap) throws LifecycleException {
        Optional<String> refusal = state.refuses(next);
        if (refusal.isPresent()) {
            throw new LifecycleException("key " + selector + " is " + state.word() + " and cannot become " + next.word()
                    + ": " + refusal.get());
        }
        var times = new EnumMap<KeyState, Instant>(KeyState.class);
        times.putAll(since);
        times.put(next, now);
        if (next == KeyState.ACTIVE) {
            times.remove(KeyState.RETIRING);
        }
        return new ManagedKey(
                selector,
                algorithm,
                publicKey,
                next,
                times,
                announced,
                next == KeyState.RETIRING ? Optional.of(now.plus(overlap)) : Optional.empty());
    }

    /// The key once its record is on its way; the first time counts.
    ManagedKey announced(Instant now) {
        return new ManagedKey(
                selector, algorithm, publicKey, state, since, Optional.of(announced.orElse(now)), keepUntil);
    }

    /// Whether it has a private half that is still of use.
    public boolean isAlive() {
        return state != KeyState.REVOKED;
    }

    /// The name of the file with the private half.
    String fileName() {
        return selector + ".pem";
    }
}
