package org.vidimus.signer.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What comes next in the life of a domain's keys. It follows from the states, the settings and the time; nobody
/// is asked and nothing is done here.
///
/// Immutable.
///
/// @param settings how keys live
public record Rotation(LifecycleSettings settings) {
    /// Something to be done.
    public sealed interface Step {
        /// Make a key.
        record Generate(KeyAlgorithm algorithm) implements Step {}

        /// Bring the record of a generated key into the DNS.
        record Publish(ManagedKey key) implements Step {}

        /// Look whether the record is there. Not at once: a resolver that is asked too early remembers for a while
        /// that there is nothing.
        record Confirm(ManagedKey key) implements Step {}

        /// Let a published key sign, in place of the one before it.
        record Activate(ManagedKey key) implements Step {}

        /// Empty the record of a retiring key and delete its private half.
        record Revoke(ManagedKey key) implements Step {}

        /// Take an emptied record out of the DNS, and its key off the list.
        record Forget(ManagedKey key) implements Step {}
    }

    /// The next step in the life of a key, for people.
    ///
    /// @param what an infinitive, such as `retire`
    /// @param when not before; empty: now
    public record Next(String what, Optional<Instant> when) {}

    /// What is to be done now, what is under way before what begins.
    public List<Step> due(DomainState state, Instant now) {
        var steps = new ArrayList<Step>();
        for (ManagedKey key : state.keys()) {
            step(key, now).ifPresent(steps::add);
        }
        settings.algorithms().stream()
                .filter(algorithm -> wanted(state, algorithm, now))
                .map(Step.Generate::new)
                .forEach(steps::add);
        return steps;
    }

    /// The keys to be made when a rotation is to begin now, due or not: of each type that has none on its way.
    public List<Step> begin(DomainState state) {
        return settings.algorithms().stream()
                .filter(algorithm -> coming(state, algorithm).findAny().isEmpty())
                .<Step>map(Step.Generate::new)
                .toList();
    }

    private Optional<Step> step(ManagedKey key, Instant now) {
        boolean time = next(key).when().map(when -> !now.isBefore(when)).orElse(true);
        return switch (key.state()) {
            case GENERATED -> Optional.of(key.announced().isEmpty() ? new Step.Publish(key) : new Step.Confirm(key));
            case PUBLISHED -> Optional.<Step>of(new Step.Activate(key)).filter(_ -> time);
            case ACTIVE -> Optional.empty(); // ends when the next one begins
            case RETIRING -> Optional.<Step>of(new Step.Revoke(key)).filter(_ -> time);
            case REVOKED -> Optional.<Step>of(new Step.Forget(key)).filter(_ -> time);
        };
    }

    /// The next step in the life of `key`.
    public Next next(ManagedKey key) {
        Instant since = key.sinceState();
        return switch (key.state()) {
            case GENERATED ->
                new Next(
                        key.announced().isEmpty() ? "publish its record" : "see its record in the DNS",
                        Optional.empty());
            case PUBLISHED -> new Next("activate", Optional.of(since.plus(settings.publishWait())));
            case ACTIVE -> new Next("make the next key", Optional.of(since.plus(settings.period())));
            case RETIRING -> new Next("empty its record", key.keepUntil());
            case REVOKED -> new Next("remove its record", Optional.of(since.plus(settings.keepRevoked())));
        };
    }

    /// Whether a key of that type is to be made: the one in use is old, or of this type there is none, and none is
    /// on its way. A domain that signs with nothing at all is left alone: somebody has retired its last key.
    private boolean wanted(DomainState state, KeyAlgorithm algorithm, Instant now) {
        boolean fresh = state.in(KeyState.ACTIVE, algorithm.keyType())
                .anyMatch(key -> now.isBefore(key.sinceState().plus(settings.period())));
        return state.in(KeyState.ACTIVE).findAny().isPresent()
                && !fresh
                && coming(state, algorithm).findAny().isEmpty();
    }

    private static Stream<ManagedKey> coming(DomainState state, KeyAlgorithm algorithm) {
        return Stream.concat(
                state.in(KeyState.GENERATED, algorithm.keyType()), state.in(KeyState.PUBLISHED, algorithm.keyType()));
    }
}
