package org.vidimus.daemon.config;

import java.util.Optional;
import java.util.function.Function;
import org.tomlj.Toml;

/// A value written as a TOML string, and as the same text on the command line. Immutable.
///
/// @param expects see [ValueType#expects]
/// @param parse text to value
/// @param format value to text
public record TextType<T>(String expects, Function<String, Parsed<T>> parse, Function<T, String> format)
        implements ValueType<T> {
    @Override
    public Optional<T> read(Node node, Problems problems) {
        if (!(node.value() instanceof String text)) {
            problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects);
            return Optional.empty();
        }
        return switch (parse.apply(text)) {
            case Parsed.Ok<T>(T value) -> Optional.of(value);
            case Parsed.Wrong<T>(String what) -> {
                problems.add(node.position(), node.path(), what + "; expected " + expects);
                yield Optional.empty();
            }
        };
    }

    @Override
    public Optional<String> toToml(T value) {
        return Optional.of("\"" + Toml.tomlEscape(format.apply(value)) + "\"");
    }
}
