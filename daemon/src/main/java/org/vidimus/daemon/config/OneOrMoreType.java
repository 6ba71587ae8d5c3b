package org.vidimus.daemon.config;

import java.util.List;
import java.util.Optional;
import org.tomlj.TomlArray;

/// A list that may be written without brackets if it has one element.
record OneOrMoreType<T>(ListType<T> list) implements ValueType<List<T>> {
    @Override
    public String expects() {
        return list.element().expects() + ", or a list of such";
    }

    @Override
    public Optional<List<T>> read(Node node, Problems problems) {
        return node.value() instanceof TomlArray
                ? list.read(node, problems)
                : list.element().read(node, problems).map(List::of);
    }

    @Override
    public Optional<String> toToml(List<T> value) {
        return value.size() == 1 ? list.element().toToml(value.getFirst()) : list.toToml(value);
    }
}
