package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.lifecycle.Event.Kind;

/// Makes keys, publishes them, lets them sign, and lets them go. Several processes may do so at once: whoever works
/// on a domain keeps the others away from it.
///
/// Thread-safe.
public final class KeyKeeper {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ROUNDS = 8; // one key goes through fewer steps without waiting

    private final DirectoryStore store;
    private final Rotation rotation;
    private final Means means;

    /// What the work is done with.
    ///
    /// @param tools makes and reads keys
    /// @param check looks into the DNS
    /// @param publisher changes it
    /// @param clock the time of day
    public record Means(KeyTools tools, RecordCheck check, Publisher publisher, InstantSource clock) {}

    /// A piece of work on a domain whose lock is held.
    private interface Job {
        void run(KeyWork work) throws LifecycleException;
    }

    /// A keeper of the directory `root`, which is made when the first key is.
    public KeyKeeper(Path root, LifecycleSettings settings, Means means) {
        this(new DirectoryStore(root, new Disk()), settings, means);
    }

    KeyKeeper(DirectoryStore store, LifecycleSettings settings, Means means) {
        this.store = store;
        this.rotation = new Rotation(settings);
        this.means = means;
    }

    /// What the settings make of a key.
    public Rotation rotation() {
        return rotation;
    }

    /// The domains that have keys, in order.
    ///
    /// @throws LifecycleException if the directory cannot be read
    public List<DomainName> domains() throws LifecycleException {
        try {
            return store.domains();
        } catch (IOException failed) {
            throw new LifecycleException(DirectoryStore.reason(store.root(), failed), failed);
        }
    }

    /// The keys of `domain`, none if it has no folder.
    ///
    /// @throws LifecycleException if its state file is damaged; with file and line
    public DomainState state(DomainName domain) throws LifecycleException {
        return store.readToChange(domain);
    }

    /// Makes keys, and shows their records; nothing is sent.
    ///
    /// @param selector of a single key; empty: by the template
    /// @throws LifecycleException if the selector is taken, or the disk does not take the key
    public List<Event> create(DomainName domain, List<KeyAlgorithm> algorithms, Optional<DomainName> selector)
            throws LifecycleException {
        return change(domain, work -> {
            for (KeyAlgorithm algorithm : algorithms) {
                work.show(work.generate(algorithm, selector));
            }
        });
    }

    /// Brings records into the DNS: of the key named, or of all that were not used yet.
    ///
    /// @throws LifecycleException if there is no such key
    public List<Event> publish(DomainName domain, Optional<DomainName> selector) throws LifecycleException {
        return change(domain, work -> {
            for (ManagedKey key : chosen(work.state(), selector, Set.of(KeyState.GENERATED, KeyState.PUBLISHED))) {
                work.publish(key);
            }
        });
    }

    /// What every resolver sees of a key's record.
    ///
    /// @param key as it is now
    public record Check(ManagedKey key, List<RecordCheck.Testimony> testimonies) {}

    /// Asks for the records of all keys, or of the one named, and moves those on that were waited for.
    ///
    /// @throws LifecycleException if there is no such key
    public List<Check> check(DomainName domain, Optional<DomainName> selector) throws LifecycleException {
        var checks = new ArrayList<Check>();
        change(domain, work -> {
            for (ManagedKey key : chosen(work.state(), selector, Set.of(KeyState.values()))) {
                List<RecordCheck.Testimony> seen = means.check().look(domain, key);
                work.seen(key, seen);
                checks.add(new Check(work.state().known(key.selector()), seen));
            }
        });
        return checks;
    }

    /// Lets a key sign, in place of the one of its type: the key named, or those that are published.
    ///
    /// @param unchecked without a look into the DNS and without waiting, and then generated keys too
    /// @throws LifecycleException if there is no such key, or it has come too far
    public List<Event> activate(DomainName domain, Optional<DomainName> selector, boolean unchecked)
            throws LifecycleException {
        return change(domain, work -> {
            var states = unchecked ? Set.of(KeyState.GENERATED, KeyState.PUBLISHED) : Set.of(KeyState.PUBLISHED);
            for (ManagedKey key : chosen(work.state(), selector, states)) {
                work.activate(work.state().known(key.selector()), unchecked);
            }
        });
    }

    /// Lets a key sign no more: the key named, or the only one in use.
    ///
    /// @throws LifecycleException if there is no such key, or it is retired, or several could be meant
    public List<Event> retire(DomainName domain, Optional<DomainName> selector) throws LifecycleException {
        return change(domain, work -> {
            List<ManagedKey> keys = chosen(work.state(), selector, Set.of(KeyState.ACTIVE));
            if (keys.size() > 1) {
                throw new LifecycleException(domain + " has several active keys; which one, "
                        + String.join(
                                ", ",
                                keys.stream()
                                        .map(key -> key.selector().toString())
                                        .toList()) + "?");
            }
            work.retire(keys.getFirst());
        });
    }

    /// Does what is due for `domain`; if nothing is on its way, begins the next rotation.
    ///
    /// @throws LifecycleException if another process is at work, or something is damaged
    public List<Event> rotate(DomainName domain) throws LifecycleException {
        return change(domain, work -> rotate(work, true));
    }

    /// Does what is due for `domain`, and nothing else. Whatever goes wrong is an event.
    public List<Event> rotateDue(DomainName domain) {
        try {
            return tryChange(domain, work -> rotate(work, false), Duration.ZERO)
                    .orElseGet(() -> List.of(Event.of(domain, Kind.WAIT, "another process works on its keys")));
        } catch (LifecycleException impossible) {
            return List.of(Event.of(domain, Kind.FAILED, impossible.sentence()));
        }
    }

    private void rotate(KeyWork work, boolean begin) throws LifecycleException {
        work.tidy();
        var done = new HashSet<Object>();
        var announced = new HashSet<DomainName>();
        Instant now = work.now();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<Rotation.Step> due = rotation.due(work.state(), now);
            if (due.isEmpty() && round == 0 && begin) {
                due = rotation.begin(work.state());
            }
            boolean progress = false;
            for (Rotation.Step step : due) {
                boolean tooEarly =
                        step instanceof Rotation.Step.Confirm(ManagedKey key) && announced.contains(key.selector());
                if (!tooEarly && done.add(step)) {
                    work.run(step);
                    progress = true;
                    if (step instanceof Rotation.Step.Publish(ManagedKey key)) {
                        announced.add(key.selector());
                    }
                }
            }
            if (!progress) {
                return;
            }
        }
    }

    private static List<ManagedKey> chosen(DomainState state, Optional<DomainName> selector, Set<KeyState> states)
            throws LifecycleException {
        if (selector.isPresent()) {
            return List.of(state.known(selector.get()));
        }
        List<ManagedKey> keys = state.keys().stream()
                .filter(key -> states.contains(key.state()))
                .toList();
        if (keys.isEmpty()) {
            throw new LifecycleException(state.domain() + " has no key that is "
                    + String.join(
                            " or ", states.stream().sorted().map(KeyState::word).toList()));
        }
        return keys;
    }

    private List<Event> change(DomainName domain, Job job) throws LifecycleException {
        return tryChange(domain, job, PATIENCE)
                .orElseThrow(() -> new LifecycleException("another process works on the keys of " + domain));
    }

    private Optional<List<Event>> tryChange(DomainName domain, Job job, Duration patience) throws LifecycleException {
        Optional<DirectoryStore.Held> lock = store.lock(domain, patience);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStore.Held _ = lock.get()) {
            var work = new KeyWork(store, rotation.settings(), means, store.readToChange(domain));
            try {
                job.run(work);
            } catch (LifecycleException impossible) {
                if (work.events().isEmpty()) {
                    throw impossible;
                }
                work.fail(impossible.sentence()); // what was done before stays done, and is told
            }
            return Optional.of(work.events());
        }
    }
}
