package org.vidimus.mta.sieve;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.ScriptStore;

/// The files that a script is made of, each with its stamp from before it was read.
///
/// Confined to one thread while a script is compiled, and not changed after that.
final class Includes implements ScriptStore {
    private final ScriptFolder personal;
    private final ScriptFolder global;
    private final ScriptQuota quota;
    private final Map<Wanted, Optional<ScriptFolder.Stamp>> stamps = new LinkedHashMap<>();

    private record Wanted(Place place, ScriptName name) {}

    Includes(ScriptFolder personal, ScriptFolder global, ScriptQuota quota) {
        this.personal = personal;
        this.global = global;
        this.quota = quota;
    }

    @Override
    public Optional<Stored> find(Place place, String name) {
        Optional<ScriptName> checked = ScriptName.parse(name);
        if (checked.isEmpty()) {
            return Optional.empty();
        }
        stamps.putIfAbsent(new Wanted(place, checked.get()), folder(place).stamp(checked.get()));
        try {
            return folder(place).read(checked.get(), quota.scriptBytes()).map(octets -> new Stored(name, octets));
        } catch (IOException _) {
            // For the author a script that cannot be read is one that is not there.
            return Optional.empty();
        }
    }

    boolean unchanged() {
        return stamps.entrySet().stream()
                .allMatch(entry -> folder(entry.getKey().place())
                        .stamp(entry.getKey().name())
                        .equals(entry.getValue()));
    }

    private ScriptFolder folder(Place place) {
        return switch (place) {
            case PERSONAL -> personal;
            case GLOBAL -> global;
        };
    }
}
