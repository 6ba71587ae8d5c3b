package org.vidimus.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/// A list of values of one type; of tables too, as `[[name]]` writes them.
record ListType<T>(int least, ValueType<T> element) implements ValueType<List<T>> {
    @Override
    public String expects() {
        return "a list" + (least > 0 ? " with at least " + least + " element" : "") + ", each " + element.expects();
    }

    @Override
    public Optional<List<T>> read(Node node, Problems problems) {
        if (!(node.value() instanceof TomlArray array)) {
            problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects());
            return Optional.empty();
        }
        if (array.size() < least) {
            problems.add(node.position(), node.path(), "has " + array.size() + " elements; expected " + expects());
            return Optional.empty();
        }
        var values = new ArrayList<T>();
        for (int index = 0; index < array.size(); index++) {
            var place = Node.position(array.inputPositionOf(index));
            element.read(new Node(array.get(index), node.path() + "[" + index + "]", place), problems)
                    .ifPresent(values::add);
        }
        return values.size() == array.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public Optional<String> toToml(List<T> value) {
        return Optional.of(value.stream()
                .map(single -> element.toToml(single).orElseThrow())
                .collect(Collectors.joining(", ", "[", "]")));
    }
}
