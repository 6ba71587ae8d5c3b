package org.vidimus.daemon.config;

import java.nio.file.Path;
import java.util.Optional;
import org.tomlj.Toml;

/// A script's file, written as a string, read and compiled with the configuration: each mistake in it is
/// reported with its own place.
record PolicyScriptType() implements ValueType<PolicyScript> {
    @Override
    public String expects() {
        return "the path of a Sieve script";
    }

    @Override
    public Optional<PolicyScript> read(Node node, Problems problems) {
        if (!(node.value() instanceof String text) || text.isBlank()) {
            problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects());
            return Optional.empty();
        }
        return switch (PolicyScript.read(Path.of(text))) {
            case PolicyScript.Reading.Valid(PolicyScript script) -> Optional.of(script);
            case PolicyScript.Reading.Invalid(var mistakes) -> {
                problems.add(node.position(), node.path(), "\"" + text + "\" cannot be used");
                mistakes.forEach(problems::add);
                yield Optional.empty();
            }
        };
    }

    @Override
    public Optional<String> toToml(PolicyScript value) {
        return Optional.of("\"" + Toml.tomlEscape(value.path().toString()) + "\"");
    }
}
