package org.vidimus.daemon.cli;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

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

    /// What follows the options.
    ///
    /// @param arity how many there may be, such as `1` or `1..*`
    static <T> PositionalParamSpec operands(
            String arity, String label, ITypeConverter<T> reader, String... description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity(arity)
                .type(List.class)
                .auxiliaryTypes(Object.class)
                .paramLabel(label)
                .converters(reader)
                .description(description)
                .build();
    }
}
