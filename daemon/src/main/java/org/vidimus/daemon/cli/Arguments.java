package org.vidimus.daemon.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
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

    /// Whether the command has such an option at all.
    boolean has(String option) {
        return parsed.commandSpec().findOption(option) != null;
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

    /// The operand at `index` of a command that has several, each with a name of its own.
    <T> T operand(int index, Class<T> type) {
        return elements(parsed.commandSpec().positionalParameters().get(index), type)
                .getFirst();
    }

    /// A complaint about arguments that are good each by itself but not together; thrown out of an action it ends the
    /// command as any bad usage does.
    ParameterException wrong(String what) {
        return new ParameterException(parsed.commandSpec().commandLine(), what);
    }

    private static <T> List<T> elements(ArgSpec argument, Class<T> type) {
        List<?> values = argument.getValue();
        return values == null ? List.of() : values.stream().map(type::cast).toList();
    }

    private ArgSpec find(String option) {
        return parsed.commandSpec().findOption(option);
    }
}
