package org.vidimus.signer.opendkim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// MacroList: macros of the MTA that tell mail to be signed, with the values that they must have.
///
/// Immutable.
///
/// @param entries names and values in order, an entry for each value
record MacroList(List<Dataset.Entry> entries) {
    MacroList {
        entries = List.copyOf(entries);
    }

    /// The names of the macros.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        entries.forEach(entry -> names.add(entry.key()));
        return names;
    }

    /// What the list says; empty if the MTA gave none of these macros. All of them are looked at, and the last one
    /// that the MTA gave decides: OpenDKIM forgets that one before it matched.
    Optional<Verdict> verdict(Map<String, String> macros) {
        Optional<Verdict> last = Optional.empty();
        for (Dataset.Entry name : entries) {
            String value = macros.get(name.key());
            if (value != null) {
                last = Optional.of(new Verdict(name, match(name.key(), value)));
            }
        }
        return last;
    }

    /// @param decided the entry whose macro decided
    /// @param match the entry whose value it has; empty if none
    record Verdict(Dataset.Entry decided, Optional<Dataset.Entry> match) {}

    private Optional<Dataset.Entry> match(String name, String value) {
        return entries.stream()
                .filter(entry -> entry.key().equals(name)
                        && entry.value().map(value::equals).orElse(true))
                .findFirst();
    }
}
