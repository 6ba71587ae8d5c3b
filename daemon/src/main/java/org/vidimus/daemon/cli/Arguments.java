package org.vidimus.daemon.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/// What a command was given, after picocli has checked and converted it.
record Arguments(ParseResult parsed) {
    /// The option's value or its default.
    <T> T value(String option, Class<T> type) {
        return optional(option, type).orElseThrow(() -> new IllegalArgumentException(option + " has no default"));
    }

    /// The option's value, if it was given or has a default.
    <T> Optional<T> optional(String option, Class<T> type) {
        Object value = find(option).getValue();
        return Optional.ofNullable(value).map(type::cast);
    }

    /// All values of an option that may be repeated, in order.
    <T> List<T> list(String option, Class<T> type) {
        return elements(find(option), type);
    }

    boolean flag(String option) {
        return optional(option, Boolean.class).orElse(false);
    }

    /// The operands, in order.
    <T> List<T> operands(Class<T> type) {
        return parsed.matchedPositionals().isEmpty()
                ? List.of()
                : elements(parsed.matchedPositionals().getFirst(), type);
    }

    private static <T> List<T> elements(ArgSpec argument, Class<T> type) {
        List<?> values = argument.getValue();
        return values == null ? List.of() : values.stream().map(type::cast).toList();
    }

    private ArgSpec find(String option) {
        return parsed.commandSpec().findOption(option);
    }
}
