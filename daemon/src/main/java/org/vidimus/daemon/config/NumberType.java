package org.vidimus.daemon.config;

import java.util.Optional;

/// A whole number within a range.
record NumberType(long least, long most) implements ValueType<Long> {
    @Override
    public String expects() {
        return "an integer from " + least + " to " + most;
    }

    @Override
    public Optional<Long> read(Node node, Problems problems) {
        if (!(node.value() instanceof Long number)) {
            problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects());
            return Optional.empty();
        }
        if (number < least || number > most) {
            problems.add(node.position(), node.path(), number + " is out of range; expected " + expects());
            return Optional.empty();
        }
        return Optional.of(number);
    }

    @Override
    public Optional<String> toToml(Long value) {
        return Optional.of(value.toString());
    }
}
