package org.vidimus.daemon.config;

import java.util.List;
import java.util.Optional;

/// A key of the file: declared once, used by the reader, the default file, the reference and the manual page. A
/// key is equal only to itself. Immutable.
public final class Key<T> {
    private final String name;
    private final ValueType<T> type;
    private final Optional<T> fallback;
    private final String doc;
    private final String example;
    private final Optional<TableType> repeated;

    private Key(
            String name,
            ValueType<T> type,
            Optional<T> fallback,
            String doc,
            String example,
            Optional<TableType> repeated) {
        this.name = name;
        this.type = type;
        this.fallback = fallback;
        this.doc = doc;
        this.example = example;
        this.repeated = repeated;
    }

    /// A key that may be left out.
    ///
    /// @param doc what it does, in whole sentences, with `code` between backquotes
    public static <T> Key<T> of(String name, ValueType<T> type, T fallback, String doc) {
        return new Key<>(name, type, Optional.of(fallback), doc, "", Optional.empty());
    }

    /// A key that must be there.
    public static <T> Key<T> required(String name, ValueType<T> type, String doc) {
        return new Key<>(name, type, Optional.empty(), doc, "", Optional.empty());
    }

    /// A table of its own, empty unless written.
    public static Key<Values> table(String name, TableType type, String doc) {
        return new Key<>(name, type, Optional.of(type.defaults()), doc, "", Optional.empty());
    }

    /// A table that may be written any number of times, as `[[name]]`; not at all unless written.
    public static Key<List<Values>> tables(String name, TableType type, String doc) {
        return new Key<>(name, Types.list(0, type), Optional.of(List.of()), doc, "", Optional.of(type));
    }

    /// The same key with a value to show where the default cannot be written, as TOML.
    public Key<T> example(String toml) {
        return new Key<>(name, type, fallback, doc, toml, repeated);
    }

    public String name() {
        return name;
    }

    public ValueType<T> type() {
        return type;
    }

    /// The default; empty where the key must be there.
    public Optional<T> fallback() {
        return fallback;
    }

    /// The table that may be written any number of times, as `[[name]]`, if that is what this key is.
    public Optional<TableType> repeated() {
        return repeated;
    }

    /// The table that each element of the list is, where it is written in braces.
    public Optional<TableType> elements() {
        return repeated.isEmpty() && type instanceof ListType<?> list && list.element() instanceof TableType element
                ? Optional.of(element)
                : Optional.empty();
    }

    public String doc() {
        return doc;
    }

    /// An example as TOML, or nothing.
    public String example() {
        return example;
    }

    /// The default as TOML; empty where there is none to write.
    public Optional<String> fallbackToml() {
        return fallback.flatMap(type::toToml);
    }
}
