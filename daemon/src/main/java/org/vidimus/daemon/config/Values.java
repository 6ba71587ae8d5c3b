package org.vidimus.daemon.config;

import java.util.HashMap;
import java.util.Map;

/// The values of a table's keys, defaults filled in. Immutable.
public final class Values {
    private final Map<Key<?>, Object> values;
    private final String place;

    /// @param place where the table begins, as `FILE:LINE`; empty for one that stands nowhere
    Values(Map<Key<?>, Object> values, String place) {
        this.values = Map.copyOf(values);
        this.place = place;
    }

    /// Where the table stands, as `FILE:LINE`, for those who explain a decision by it; empty where it has been
    /// left out.
    public String place() {
        return place;
    }

    /// The key's value.
    ///
    /// @throws IllegalArgumentException when the key is not of this table
    @SuppressWarnings("unchecked") // TableType stores under a Key<T> only what its ValueType<T> read.
    public <T> T get(Key<T> key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no key " + key.name() + " in this table");
        }
        return (T) value;
    }

    /// The same values but one.
    public <T> Values with(Key<T> key, T value) {
        var changed = new HashMap<>(values);
        changed.put(key, value);
        return new Values(changed, place);
    }

    /// The same values but one in the table `table`.
    public <T> Values with(Key<Values> table, Key<T> key, T value) {
        return with(table, get(table).with(key, value));
    }
}
