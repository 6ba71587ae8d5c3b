package org.vidimus.daemon.config;

import java.util.Optional;

/// A value that may be left out; there is no way to write its absence.
record OptionalType<T>(ValueType<T> type) implements ValueType<Optional<T>> {
    @Override
    public String expects() {
        return type.expects();
    }

    @Override
    public Optional<Optional<T>> read(Node node, Problems problems) {
        Optional<T> value = type.read(node, problems);
        return value.isPresent() ? Optional.of(value) : Optional.empty();
    }

    @Override
    public Optional<String> toToml(Optional<T> value) {
        return value.flatMap(type::toToml);
    }
}
