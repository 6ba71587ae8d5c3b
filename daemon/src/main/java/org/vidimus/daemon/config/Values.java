package org.vidimus.daemon.config;

import java.util.HashMap;
import java.util.Map;

/// The values of a table's keys, defaults filled in. Immutable.
public final class Values {
    private final Map<Key<?>, Object> values;

    Values(Map<Key<?>, Object> values) {
        this.values = Map.copyOf(values);
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
        return new Values(changed);
    }

    /// The same values but one in the table `table`.
    public <T> Values with(Key<Values> table, Key<T> key, T value) {
        return with(table, get(table).with(key, value));
    }
}
