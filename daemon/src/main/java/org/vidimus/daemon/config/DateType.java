package org.vidimus.daemon.config;

import java.time.LocalDate;
import java.util.Optional;

/// A day, written as a TOML date: `2027-06-30`, without quotes.
record DateType() implements ValueType<LocalDate> {
    @Override
    public String expects() {
        return "a date such as 2027-06-30, without quotes";
    }

    @Override
    public Optional<LocalDate> read(Node node, Problems problems) {
        if (node.value() instanceof LocalDate date) {
            return Optional.of(date);
        }
        problems.add(node.position(), node.path(), "is " + node.kind() + "; expected " + expects());
        return Optional.empty();
    }

    @Override
    public Optional<String> toToml(LocalDate value) {
        return Optional.of(value.toString());
    }
}
