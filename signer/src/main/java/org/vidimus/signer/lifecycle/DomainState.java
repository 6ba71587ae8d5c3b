package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.policy.dns.DomainName;

/// The keys of a domain, as its state file has them. What is done to one or several of them is one new state, and
/// so one change on the disk.
///
/// Immutable.
///
/// @param domain the domain that signs with them (d=)
/// @param keys in the order in which they were made; no selector twice
public record DomainState(DomainName domain, List<ManagedKey> keys) {
    /// Copies the list.
    public DomainState {
        keys = List.copyOf(keys);
    }

    /// The key of that selector.
    public Optional<ManagedKey> key(DomainName selector) {
        return keys.stream().filter(key -> key.selector().equals(selector)).findFirst();
    }

    /// The key of that selector, which has to be there.
    ///
    /// @throws LifecycleException if it is not
    ManagedKey known(DomainName selector) throws LifecycleException {
        return key(selector)
                .orElseThrow(() -> new LifecycleException(domain + " has no key with the selector " + selector));
    }

    /// Those in `state`.
    public Stream<ManagedKey> in(KeyState state) {
        return keys.stream().filter(key -> key.state() == state);
    }

    /// Those of `type` in `state`.
    Stream<ManagedKey> in(KeyState state, KeyType type) {
        return in(state).filter(key -> key.algorithm().keyType() == type);
    }

    DomainState with(ManagedKey added) {
        return new DomainState(
                domain, Stream.concat(keys.stream(), Stream.of(added)).toList());
    }

    DomainState without(DomainName selector) {
        return new DomainState(
                domain,
                keys.stream().filter(key -> !key.selector().equals(selector)).toList());
    }

    /// The state with another record of the key of that selector.
    DomainState replace(ManagedKey changed) {
        return new DomainState(
                domain,
                keys.stream()
                        .map(key -> key.selector().equals(changed.selector()) ? changed : key)
                        .toList());
    }

    /// The state with one key moved on. A key that becomes active takes the place of those of its type, which
    /// retire with the same stroke: the domain never signs with two keys of a type, and never with none in between.
    ///
    /// @param overlap how long the record of a key stays that retires
    /// @throws LifecycleException if nothing leads there
    DomainState move(DomainName selector, KeyState next, Instant now, Duration overlap) throws LifecycleException {
        ManagedKey moved = known(selector);
        var changed = new ArrayList<ManagedKey>();
        for (ManagedKey key : keys) {
            if (key.equals(moved)) {
                changed.add(key.to(next, now, overlap));
            } else if (next == KeyState.ACTIVE
                    && key.state() == KeyState.ACTIVE
                    && key.algorithm().keyType() == moved.algorithm().keyType()) {
                changed.add(key.to(KeyState.RETIRING, now, overlap));
            } else {
                changed.add(key);
            }
        }
        return new DomainState(domain, changed);
    }
}
