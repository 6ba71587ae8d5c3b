package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.lifecycle.Event.Kind;
import org.vidimus.signer.lifecycle.RecordCheck.Sight;
import org.vidimus.signer.lifecycle.RecordCheck.Testimony;

/// The work on the keys of one domain while its lock is held. Each step ends with one write of the state file, and
/// is so ordered that it may be cut off anywhere: a key file is there before the state speaks of it, and the state
/// says that a key is gone before its file is deleted.
///
/// Confined to one thread.
final class KeyWork {
    private final DirectoryStore store;
    private final LifecycleSettings settings;
    private final KeyKeeper.Means means;
    private final List<Event> events = new ArrayList<>();
    private DomainState state;

    KeyWork(DirectoryStore store, LifecycleSettings settings, KeyKeeper.Means means, DomainState state) {
        this.store = store;
        this.settings = settings;
        this.means = means;
        this.state = state;
    }

    DomainState state() {
        return state;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    Instant now() {
        return means.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private DomainName domain() {
        return state.domain();
    }

    private void tell(ManagedKey key, Kind kind, String what) {
        events.add(Event.of(domain(), key, kind, what));
    }

    private void tell(ManagedKey key, Kind kind, String what, KeyRecord record) {
        events.add(Event.of(domain(), key, kind, what).with(record));
    }

    void fail(String why) {
        events.add(Event.of(domain(), Kind.FAILED, why));
    }

    private void save(DomainState next) throws LifecycleException {
        store.save(next);
        state = next;
    }

    private KeyRecord record(ManagedKey key) throws LifecycleException {
        return KeyRecord.of(domain(), key, settings);
    }

    void run(Rotation.Step step) throws LifecycleException {
        switch (step) {
            case Rotation.Step.Generate(KeyAlgorithm algorithm) -> generate(algorithm, Optional.empty());
            case Rotation.Step.Publish(ManagedKey key) -> publish(key);
            case Rotation.Step.Confirm(ManagedKey key) -> confirm(key);
            case Rotation.Step.Activate(ManagedKey key) -> activate(key, false);
            case Rotation.Step.Revoke(ManagedKey key) -> revoke(key);
            case Rotation.Step.Forget(ManagedKey key) -> forget(key);
        }
    }

    ManagedKey generate(KeyAlgorithm algorithm, Optional<DomainName> wish) throws LifecycleException {
        if (wish.isPresent() && taken(wish.get())) {
            throw new LifecycleException("the selector " + wish.get() + " of " + domain() + " is taken");
        }
        DomainName selector =
                wish.isPresent() ? wish.get() : settings.selector().make(algorithm, now(), this::taken);
        settings.place(domain(), selector); // before anything is made: its record must have a name
        KeyTools.Made made = means.tools().make(algorithm);
        ManagedKey key = ManagedKey.generated(selector, algorithm, made.publicKey(), now());
        store.saveKey(domain(), key, made.file());
        save(state.with(key));
        tell(key, Kind.DONE, "made (" + algorithm.word() + ")");
        return key;
    }

    /// Says what record a new key needs.
    void show(ManagedKey key) throws LifecycleException {
        save(state.replace(key.announced(now())));
        tell(key, Kind.TODO, "publish its record (vidimus keys publish sends it where a server is set)", record(key));
    }

    private boolean taken(DomainName selector) {
        return state.key(selector).isPresent() || store.hasKeyFile(domain(), selector);
    }

    /// Sends the record, or says what it is.
    void publish(ManagedKey key) throws LifecycleException {
        if (!usable(key)) {
            return;
        }
        KeyRecord record = record(key);
        switch (means.publisher().publish(record)) {
            case Publisher.Outcome.Done(String what, boolean _) -> tell(key, Kind.DONE, "record " + what, record);
            case Publisher.Outcome.ByHand _ -> tell(key, Kind.TODO, "put this record into the DNS", record);
            case Publisher.Outcome.Failed(String why) -> {
                tell(key, Kind.FAILED, why, record);
                return;
            }
        }
        if (key.announced().isEmpty()) {
            save(state.replace(key.announced(now())));
        }
    }

    /// Whether the private half is there and belongs to the public one; nobody is to publish a key that is lost.
    private boolean usable(ManagedKey key) {
        return switch (store.readKey(domain(), key, means.tools())) {
            case KeyTools.Read.Usable _ -> true;
            case KeyTools.Read.Unusable(String why) -> {
                tell(key, Kind.FAILED, why);
                yield false;
            }
        };
    }

    /// Moves a generated key on if everyone sees its record.
    ///
    /// @return whether everyone does
    boolean seen(ManagedKey key, List<Testimony> seen) throws LifecycleException {
        boolean all = RecordCheck.all(seen, Sight.MATCHES);
        if (all && key.state() == KeyState.GENERATED) {
            save(state.move(key.selector(), KeyState.PUBLISHED, now(), settings.overlap()));
            tell(key, Kind.DONE, "record seen by " + count(seen) + ": published");
        }
        return all;
    }

    /// Looks whether everyone sees the record; but not in the moment in which it was sent, lest a resolver remember
    /// that there is nothing.
    private void confirm(ManagedKey key) throws LifecycleException {
        KeyRecord record = record(key);
        Publisher.Outcome outcome = means.publisher().publish(record);
        if (outcome instanceof Publisher.Outcome.Done(String what, boolean changed) && changed) {
            tell(key, Kind.DONE, "record " + what, record);
            return;
        }
        List<Testimony> seen = means.check().look(domain(), key);
        if (seen(key, seen)) {
            return;
        }
        switch (outcome) {
            case Publisher.Outcome.Done _ -> tell(key, Kind.WAIT, notSeen(seen), record);
            case Publisher.Outcome.ByHand _ -> tell(key, Kind.TODO, notSeen(seen), record);
            case Publisher.Outcome.Failed(String why) -> tell(key, Kind.FAILED, notSeen(seen) + "; " + why, record);
        }
    }

    private static String count(List<Testimony> seen) {
        return seen.size() == 1 ? "the resolver" : "all " + seen.size() + " resolvers";
    }

    private static String notSeen(List<Testimony> seen) {
        return "record not seen by everyone: "
                + seen.stream()
                        .map(said -> said.who() + " " + said.sight().word()
                                + (said.detail().isEmpty() ? "" : " (" + said.detail() + ")"))
                        .collect(Collectors.joining(", "));
    }

    /// Lets a key sign.
    ///
    /// @param unchecked without a look into the DNS, and without waiting
    void activate(ManagedKey key, boolean unchecked) throws LifecycleException {
        if (!unchecked && !ready(key) || !usable(key)) {
            return;
        }
        DomainState before = state;
        save(state.move(key.selector(), KeyState.ACTIVE, now(), settings.overlap()));
        tell(key, Kind.DONE, unchecked ? "active, its record unchecked" : "active");
        for (ManagedKey old : state.in(KeyState.RETIRING).toList()) {
            if (!before.keys().contains(old)) {
                retired(old);
            }
        }
    }

    private void retired(ManagedKey key) {
        tell(
                key,
                Kind.DONE,
                "retiring; its record has to stay until " + key.keepUntil().orElseThrow());
    }

    private boolean ready(ManagedKey key) throws LifecycleException {
        if (key.state() == KeyState.GENERATED) {
            confirm(key);
            return false;
        }
        Instant earliest = key.sinceState().plus(settings.publishWait());
        if (key.state() == KeyState.PUBLISHED && now().isBefore(earliest)) {
            tell(key, Kind.WAIT, "published, and not used before " + earliest);
            return false;
        }
        List<Testimony> seen = means.check().look(domain(), key);
        if (!RecordCheck.all(seen, Sight.MATCHES)) {
            tell(key, Kind.FAILED, notSeen(seen), record(key));
            return false;
        }
        return true;
    }

    /// Lets a key sign no more. One that never did ends here.
    void retire(ManagedKey key) throws LifecycleException {
        if (key.state() == KeyState.GENERATED || key.state() == KeyState.PUBLISHED) {
            revoke(key);
            return;
        }
        save(state.move(key.selector(), KeyState.RETIRING, now(), settings.overlap()));
        retired(state.known(key.selector()));
        if (state.in(KeyState.ACTIVE).findAny().isEmpty()) {
            tell(key, Kind.TODO, "was the last one: " + domain() + " signs no more");
        }
    }

    private void revoke(ManagedKey key) throws LifecycleException {
        DomainState next = state.move(key.selector(), KeyState.REVOKED, now(), Duration.ZERO);
        if (key.announced().isEmpty() && key.state() == KeyState.GENERATED) {
            store.deleteKey(domain(), key); // nobody knows it
            save(state.without(key.selector()));
            tell(key, Kind.DONE, "deleted, as it was never published");
            return;
        }
        KeyRecord emptied = record(next.known(key.selector()));
        Publisher.Outcome outcome = means.publisher().empty(record(key), emptied);
        if (outcome instanceof Publisher.Outcome.Failed(String why)) {
            tell(key, Kind.FAILED, why, emptied);
            return;
        }
        save(next);
        store.deleteKey(domain(), key);
        switch (outcome) {
            case Publisher.Outcome.Done(String what, boolean _) ->
                tell(key, Kind.DONE, "revoked, its private half deleted; record " + what, emptied);
            case Publisher.Outcome.ByHand _ ->
                tell(
                        key,
                        Kind.TODO,
                        "revoked, its private half deleted; put this record in the place of the old one",
                        emptied);
            case Publisher.Outcome.Failed _ -> {} // returned above
        }
    }

    private void forget(ManagedKey key) throws LifecycleException {
        KeyRecord emptied = record(key);
        switch (means.publisher().remove(emptied)) {
            case Publisher.Outcome.Done(String what, boolean _) -> tell(key, Kind.DONE, "forgotten; record " + what);
            case Publisher.Outcome.ByHand _ -> tell(key, Kind.TODO, "forgotten; its record may be removed", emptied);
            case Publisher.Outcome.Failed(String why) -> {
                tell(key, Kind.FAILED, why, emptied);
                return;
            }
        }
        save(state.without(key.selector()));
    }

    /// Deletes what should have been deleted when somebody was stopped.
    void tidy() throws LifecycleException {
        for (ManagedKey key : state.in(KeyState.REVOKED).toList()) {
            store.deleteKey(domain(), key);
        }
    }
}
