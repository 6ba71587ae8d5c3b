package org.vidimus.daemon.cli;

import java.util.List;
import org.vidimus.daemon.config.Parsed;
import org.vidimus.daemon.config.TextType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// The few shapes that options and operands have here.
final class Options {
    private Options() {}

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .arity("0")
                .description("Shows this page and exits.")
                .build();
    }

    static OptionSpec flag(String name, String... description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /// Several groups of options, in order.
    static List<OptionSpec> join(List<List<OptionSpec>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }

    /// Reads an option as the configuration file reads the key of the same meaning.
    static <T> ITypeConverter<T> reader(TextType<T> type) {
        return text -> switch (type.parse().apply(text)) {
            case Parsed.Ok<T>(T value) -> value;
            case Parsed.Wrong<T>(String what) ->
                throw new TypeConversionException(what + "; expected " + type.expects());
        };
    }

    /// An option with one value; `names` are separated by a comma.
    static <T> OptionSpec.Builder one(String names, String label, ITypeConverter<T> reader, String... description) {
        return OptionSpec.builder(names.split(",", -1))
                .type(Object.class)
                .arity("1")
                .paramLabel(label)
                .converters(reader)
                .description(description);
    }

    /// An option that may be given several times.
    static <T> OptionSpec.Builder many(String names, String label, ITypeConverter<T> reader, String... description) {
        return one(names, label, reader, description).type(List.class).auxiliaryTypes(Object.class);
    }

    /// One operand, which must be there.
    static <T> PositionalParamSpec operand(String label, ITypeConverter<T> reader, String... description) {
        return operands(label, reader, description).index("0").required(true).build();
    }

    /// An operand behind another one, which must be there.
    static <T> PositionalParamSpec secondOperand(String label, ITypeConverter<T> reader, String... description) {
        return operands(label, reader, description).index("1").required(true).build();
    }

    /// One operand, which may be missing.
    static <T> PositionalParamSpec optionalOperand(String label, ITypeConverter<T> reader, String... description) {
        return operands(label, reader, description).index("0").required(false).build();
    }

    /// Any number of operands, but at least one.
    static <T> PositionalParamSpec someOperands(String label, ITypeConverter<T> reader, String... description) {
        return operands(label, reader, description).required(true).build();
    }

    /// Any number of operands.
    static <T> PositionalParamSpec anyOperands(String label, ITypeConverter<T> reader, String... description) {
        return operands(label, reader, description).required(false).build();
    }

    private static <T> PositionalParamSpec.Builder operands(
            String label, ITypeConverter<T> reader, String... description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(Object.class)
                .paramLabel(label)
                .converters(reader)
                .description(description);
    }
}
