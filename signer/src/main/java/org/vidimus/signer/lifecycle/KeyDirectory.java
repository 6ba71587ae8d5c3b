package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.KeySource;
import org.vidimus.signer.key.SigningKey;

/// The keys of a directory that are in use. It reads when it is made and at each [#refresh()], never in between: no
/// message waits for the disk.
///
/// What was good stays in use when it is gone or broken at a later look, and the news say so: a slip of somebody's
/// hand does not stop mail that could be signed a moment ago. One domain's trouble is its own.
///
/// Thread-safe; what it says changes as a whole.
public final class KeyDirectory implements KeySource {
    private static final Comparator<DomainKey> RSA_FIRST = Comparator.<DomainKey, Enum<?>>comparing(
                    key -> key.key().algorithm().keyType(), Comparator.comparingInt(Enum::ordinal))
            .thenComparing(DomainKey::selector);

    private final DirectoryStore store;
    private final KeyTools tools;
    private final Object refreshing = new Object();
    private volatile Map<DomainName, Loaded> domains = Map.of();

    /// What a look at the directory brought.
    ///
    /// @param changes domains that sign otherwise than before, a line each
    /// @param problems what is wrong now, a line each, with file and line where there is one
    public record News(List<String> changes, List<String> problems) {
        /// Copies the lists.
        public News {
            changes = List.copyOf(changes);
            problems = List.copyOf(problems);
        }
    }

    /// A domain as it was read.
    ///
    /// @param stamp of the state file; empty if it is to be read again in any case
    /// @param problems what is wrong with it
    private record Loaded(Optional<Object> stamp, Keys keys, List<String> problems) {}

    /// The keys below `root`, not read yet. A root that is not there has no domains.
    public KeyDirectory(Path root, KeyTools tools) {
        this.store = new DirectoryStore(root, new Disk());
        this.tools = tools;
    }

    @Override
    public Keys keys(DomainName domain) {
        Loaded loaded = domains.get(domain);
        return loaded == null ? new Keys.None("no keys of " + domain + " in " + store.root()) : loaded.keys();
    }

    /// Looks what has changed since the last time, and takes it up. Blocks while files are read.
    public News refresh() {
        synchronized (refreshing) {
            Map<DomainName, Loaded> before = domains;
            List<DomainName> present;
            try {
                present = store.domains();
            } catch (IOException failed) {
                return new News(List.of(), List.of(DirectoryStore.reason(store.root(), failed)));
            }
            var after = new TreeMap<DomainName, Loaded>();
            var changes = new ArrayList<String>();
            var problems = new ArrayList<String>();
            for (DomainName domain : present) {
                Optional<Loaded> old = Optional.ofNullable(before.get(domain));
                Loaded now = load(domain, old);
                after.put(domain, now);
                problems.addAll(now.problems());
                if (!old.map(loaded -> describe(loaded.keys())).equals(Optional.of(describe(now.keys())))) {
                    changes.add(domain + ": " + describe(now.keys()));
                }
            }
            before.keySet().stream()
                    .filter(domain -> !after.containsKey(domain))
                    .forEach(domain -> changes.add(domain + ": its keys are gone"));
            domains = Map.copyOf(after);
            return new News(changes, problems);
        }
    }

    private static String describe(Keys keys) {
        return switch (keys) {
            case Keys.Active(List<DomainKey> active) ->
                "signs with "
                        + String.join(
                                " and ",
                                active.stream()
                                        .map(key -> key.selector() + " ("
                                                + key.key().algorithm().word() + ")")
                                        .toList());
            case Keys.None(String why) -> why;
            case Keys.Broken(String why) -> why;
        };
    }

    private Loaded load(DomainName domain, Optional<Loaded> old) {
        if (old.isPresent()
                && old.get().stamp().isPresent()
                && old.get().stamp().equals(store.stamp(domain))) {
            return old.get();
        }
        List<DomainKey> former = old.map(Loaded::keys)
                .filter(Keys.Active.class::isInstance)
                .map(keys -> ((Keys.Active) keys).keys())
                .orElse(List.of());
        return switch (store.read(domain)) {
            case DirectoryStore.Reading.Present(DomainState state, Object stamp) -> load(state, stamp, former);
            case DirectoryStore.Reading.Absent _ ->
                new Loaded(Optional.empty(), new Keys.None("no keys of " + domain), List.of());
            case DirectoryStore.Reading.Damaged(String why) ->
                former.isEmpty()
                        ? new Loaded(Optional.empty(), new Keys.Broken(why), List.of(why))
                        : new Loaded(
                                Optional.empty(),
                                new Keys.Active(former),
                                List.of(why + "; the keys stay as they were"));
        };
    }

    private Loaded load(DomainState state, Object stamp, List<DomainKey> former) {
        var keys = new ArrayList<DomainKey>();
        var problems = new ArrayList<String>();
        for (ManagedKey key : state.in(KeyState.ACTIVE).toList()) {
            switch (store.readKey(state.domain(), key, tools)) {
                case KeyTools.Read.Usable(SigningKey usable) ->
                    keys.add(new DomainKey(state.domain(), key.selector(), usable));
                case KeyTools.Read.Unusable(String why) -> {
                    Optional<DomainKey> kept =
                            former.stream().filter(old -> same(old, key)).findFirst();
                    kept.ifPresent(keys::add);
                    problems.add(why + (kept.isPresent() ? "; the key stays in use as it was read before" : ""));
                }
            }
        }
        keys.sort(RSA_FIRST);
        Keys found = !keys.isEmpty()
                ? new Keys.Active(keys)
                : problems.isEmpty()
                        ? new Keys.None("no key of " + state.domain() + " is active")
                        : new Keys.Broken(String.join("; ", problems));
        return new Loaded(problems.isEmpty() ? Optional.of(stamp) : Optional.empty(), found, problems);
    }

    private static boolean same(DomainKey old, ManagedKey key) {
        return old.selector().equals(key.selector()) && old.key().publicKey().equals(key.publicKey());
    }
}
