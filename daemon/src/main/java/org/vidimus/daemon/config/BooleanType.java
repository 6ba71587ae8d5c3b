package org.vidimus.daemon.config;

import java.util.Optional;

/// `true` or `false`, never a string or a number.
enum BooleanType implements ValueType<Boolean> {
    INSTANCE;

    @Override
    public String expects() {
        return "true or false";
    }

    @Override
    public Optional<Boolean> read(Node node, Problems problems) {
        if (node.value() instanceof Boolean bool) {
            return Optional.of(bool);
        }
        problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects());
        return Optional.empty();
    }

    @Override
    public Optional<String> toToml(Boolean value) {
        return Optional.of(value.toString());
    }
}
