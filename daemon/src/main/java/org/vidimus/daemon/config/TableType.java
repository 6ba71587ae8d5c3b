package org.vidimus.daemon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tomlj.TomlArray;
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
    /// @param path the keys that lead to the one at which a mistake is reported, from this table on
    /// @param complaints what is wrong
    public record Check(List<Key<?>> path, Function<Values, List<Complaint>> complaints) {
        /// Copies the path.
        public Check {
            path = List.copyOf(path);
        }
    }

    /// Something wrong with a value.
    ///
    /// @param element which element of its list, from 0; -1 for the whole value
    /// @param what what is wrong; what is expected
    public record Complaint(int element, String what) {
        /// A complaint about the whole value.
        public static Complaint of(String what) {
            return new Complaint(-1, what);
        }
    }

    /// A table that may have lost keys.
    public TableType(List<Key<?>> keys, List<RemovedKey> removed) {
        this(keys, removed, List.of());
    }

    /// The same table with one more rule about several of its keys.
    public TableType checked(Key<?> key, Function<Values, Optional<String>> complaint) {
        return checked(
                List.of(key),
                values -> complaint.apply(values).map(Complaint::of).stream().toList());
    }

    /// The same table with one more rule, about a key of a table inside it or about elements of a list.
    public TableType checked(List<Key<?>> path, Function<Values, List<Complaint>> complaints) {
        return new TableType(
                keys,
                removed,
                Stream.concat(checks.stream(), Stream.of(new Check(path, complaints)))
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
        return new Values(values, "");
    }

    /// The values of the keys that have a default, for whoever adds the others.
    ///
    /// @param place of the table, for those who explain a decision by it
    Values fallbacks(String place) {
        Map<Key<?>, Object> values = new HashMap<>();
        keys.forEach(key -> key.fallback().ifPresent(value -> values.put(key, value)));
        return new Values(values, place);
    }

    @Override
    public Optional<Values> read(Node node, Problems problems) {
        return read(node, problems, UnaryOperator.identity());
    }

    /// The same, with values that count more than those of the file; what must be true of several keys must be
    /// so of the result.
    Optional<Values> read(Node node, Problems problems, UnaryOperator<Values> override) {
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
        if (problems.count() > before) {
            return Optional.empty();
        }
        Values whole = override.apply(new Values(values, problems.place(node.position())));
        check(whole, table, node, problems);
        return problems.count() == before ? Optional.of(whole) : Optional.empty();
    }

    private void check(Values values, TomlTable table, Node node, Problems problems) {
        for (Check check : checks) {
            List<String> names = check.path().stream().map(Key::name).toList();
            String path = node.below(String.join(".", names));
            for (Complaint complaint : check.complaints().apply(values)) {
                // An option of the command line has no place in the file, and a list of the file may be
                // shorter.
                TomlArray list = complaint.element() < 0 ? null : table.getArray(names);
                if (list != null && complaint.element() < list.size()) {
                    problems.add(
                            Node.position(list.inputPositionOf(complaint.element())),
                            path + "[" + complaint.element() + "]",
                            complaint.what());
                } else {
                    var place = table.contains(names) ? Node.position(table.inputPositionOf(names)) : node.position();
                    problems.add(place, path, complaint.what());
                }
            }
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
