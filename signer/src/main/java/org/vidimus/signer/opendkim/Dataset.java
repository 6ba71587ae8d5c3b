package org.vidimus.signer.opendkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A data set: keys, some with values, in a file, in a file of patterns, or in the configuration itself.
///
/// Immutable.
final class Dataset {
    /// Nothing is in it.
    static final Dataset EMPTY = new Dataset(Kind.CSL, List.of(), true);

    /// What kind of set.
    enum Kind {
        /// A file of keys and values.
        FILE,
        /// A file of patterns and values.
        REFILE,
        /// A list in the configuration.
        CSL
    }

    /// An entry.
    ///
    /// @param key the key, or the pattern as written
    /// @param value what stands behind it, trimmed; empty where there is nothing
    /// @param pattern the compiled pattern in a set of patterns
    record Entry(String key, Optional<String> value, Place place, Optional<Ere> pattern) {}

    private final Kind kind;
    private final List<Entry> entries;
    private final boolean ignoreCase;
    private final Map<String, Entry> byKey = new HashMap<>();

    /// @param ignoreCase whether ASCII letters match in any case
    Dataset(Kind kind, List<Entry> entries, boolean ignoreCase) {
        this.kind = kind;
        this.entries = List.copyOf(entries);
        this.ignoreCase = ignoreCase;
        if (kind != Kind.REFILE) {
            entries.forEach(entry -> byKey.putIfAbsent(folded(entry.key()), entry));
        }
    }

    Kind kind() {
        return kind;
    }

    /// All entries in the order written.
    List<Entry> entries() {
        return entries;
    }

    /// The first entry for `query`: the one whose key it is, or the first whose pattern it matches.
    Optional<Entry> get(String query) {
        String asked = CText.string(query);
        if (kind != Kind.REFILE) {
            return Optional.ofNullable(byKey.get(folded(asked)));
        }
        return entries.stream().filter(entry -> matches(entry, asked)).findFirst();
    }

    /// Whether there is an entry for `query`.
    boolean has(String query) {
        return get(query).isPresent();
    }

    /// Every entry whose pattern `query` matches, in order; for sets of patterns.
    List<Entry> all(String query) {
        String asked = CText.string(query);
        return entries.stream().filter(entry -> matches(entry, asked)).toList();
    }

    private static boolean matches(Entry entry, String query) {
        return entry.pattern().filter(pattern -> pattern.find(query)).isPresent();
    }

    private String folded(String key) {
        return ignoreCase ? CText.lower(key) : key;
    }
}
