package org.vidimus.daemon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.TomlTable;
import org.vidimus.daemon.text.Nearest;

/// A table and the keys it may hold; the whole file is one too. Immutable.
///
/// @param keys all keys, in the order in which they are documented
/// @param removed keys of earlier versions
/// @param checks what must be true of several keys together
public record TableType(List<Key<?>> keys, List<RemovedKey> removed, List<Check> checks) implements ValueType<Values> {
    public TableType {
        keys = List.copyOf(keys);
        removed = List.copyOf(removed);
        checks = List.copyOf(checks);
    }

    /// A rule about several keys.
    ///
    /// @param key the one at which a mistake is reported
    /// @param complaint what is wrong, if anything is
    public record Check(Key<?> key, Function<Values, Optional<String>> complaint) {}

    /// A table that may have lost keys.
    public TableType(List<Key<?>> keys, List<RemovedKey> removed) {
        this(keys, removed, List.of());
    }

    /// The same table with one more rule about several of its keys.
    public TableType checked(Key<?> key, Function<Values, Optional<String>> complaint) {
        return new TableType(
                keys,
                removed,
                Stream.concat(checks.stream(), Stream.of(new Check(key, complaint)))
                        .toList());
    }

    /// A table that never lost a key.
    public static TableType of(Key<?>... keys) {
        return new TableType(List.of(keys), List.of());
    }

    @Override
    public String expects() {
        return keys.stream().map(Key::name).collect(Collectors.joining(", ", "a table of ", ""));
    }

    /// The values of an empty table.
    ///
    /// @throws IllegalArgumentException when a key must be there
    public Values defaults() {
        Map<Key<?>, Object> values = new HashMap<>();
        for (Key<?> key : keys) {
            values.put(
                    key, key.fallback().orElseThrow(() -> new IllegalArgumentException(key.name() + " is required")));
        }
        return new Values(values);
    }

    @Override
    public Optional<Values> read(Node node, Problems problems) {
        if (!(node.value() instanceof TomlTable table)) {
            problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects());
            return Optional.empty();
        }
        int before = problems.count();
        for (String name : table.keySet()) {
            if (keys.stream().noneMatch(key -> key.name().equals(name))) {
                var place = Node.position(table.inputPositionOf(List.of(name)));
                problems.add(place, node.below(name), unknown(node.path(), name));
            }
        }
        Map<Key<?>, Object> values = new HashMap<>();
        for (Key<?> key : keys) {
            read(key, table, node, problems).ifPresent(value -> values.put(key, value));
        }
        if (problems.count() == before) {
            check(new Values(values), table, node, problems);
        }
        return problems.count() == before ? Optional.of(new Values(values)) : Optional.empty();
    }

    private void check(Values values, TomlTable table, Node node, Problems problems) {
        for (Check check : checks) {
            List<String> name = List.of(check.key().name());
            check.complaint().apply(values).ifPresent(what -> {
                var place = table.contains(name) ? Node.position(table.inputPositionOf(name)) : node.position();
                problems.add(place, node.below(check.key().name()), what);
            });
        }
    }

    private static <T> Optional<T> read(Key<T> key, TomlTable table, Node node, Problems problems) {
        List<String> name = List.of(key.name());
        Object value = table.get(name);
        if (value != null) {
            var place = Node.position(table.inputPositionOf(name));
            return key.type().read(new Node(value, node.below(key.name()), place), problems);
        }
        if (key.fallback().isEmpty()) {
            problems.add(
                    node.position(),
                    node.below(key.name()),
                    "is missing; expected " + key.type().expects());
        }
        return key.fallback();
    }

    private String unknown(String path, String name) {
        Optional<RemovedKey> gone =
                removed.stream().filter(key -> key.name().equals(name)).findFirst();
        if (gone.isPresent()) {
            return "was removed in version " + gone.get().since() + "; "
                    + gone.get().instead();
        }
        List<String> known = keys.stream().map(Key::name).toList();
        String where = path.isEmpty() ? "" : " in [" + path + "]";
        return Nearest.to(name, known)
                .map(near -> "unknown key" + where + "; did you mean " + near + "?")
                .orElseGet(() -> "unknown key" + where + "; expected one of " + String.join(", ", known));
    }

    /// Written as a section of its own, never as a value, unless it has no keys of its own to document.
    @Override
    public Optional<String> toToml(Values values) {
        return Optional.of(
                keys.stream().flatMap(key -> assignment(key, values)).collect(Collectors.joining(", ", "{ ", " }")));
    }

    private static <T> Stream<String> assignment(Key<T> key, Values values) {
        return key.type().toToml(values.get(key)).stream().map(toml -> key.name() + " = " + toml);
    }
}
