package org.vidimus.daemon.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vidimus.daemon.text.Nearest;

/// The types of values.
public final class Types {
    private Types() {}

    /// Any text that `parse` accepts.
    public static <T> TextType<T> text(String expects, Function<String, Parsed<T>> parse, Function<T, String> format) {
        return new TextType<>(expects, parse, format);
    }

    /// One of an enum's constants, written in lower case with hyphens.
    public static <E extends Enum<E>> TextType<E> choice(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        List<String> words = constants.stream().map(Types::word).toList();
        String expects =
                words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", ", "one of ", ""));
        return new TextType<>(
                expects,
                text -> {
                    int index = words.indexOf(text);
                    return index >= 0
                            ? new Parsed.Ok<>(constants.get(index))
                            : new Parsed.Wrong<>("\"" + text + "\" is unknown"
                                    + Nearest.to(text, words)
                                            .map(near -> " (did you mean \"" + near + "\"?)")
                                            .orElse(""));
                },
                Types::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A whole number from `least` to `most`.
    public static ValueType<Long> integer(long least, long most) {
        return new NumberType(least, most);
    }

    /// `true` or `false`.
    public static ValueType<Boolean> bool() {
        return BooleanType.INSTANCE;
    }

    /// A time span from `least` to `most`, written as a number and a unit: `ms`, `s`, `m`, `h` or `d`.
    public static TextType<Duration> duration(Duration least, Duration most) {
        String range = Amounts.format(least) + " to " + Amounts.format(most);
        return new TextType<>(
                "a duration of " + range + " in ms, s, m, h or d",
                text -> Amounts.parseDuration(text)
                        .<Parsed<Duration>>map(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0
                                ? new Parsed.Ok<>(value)
                                : new Parsed.Wrong<>("\"" + text + "\" is out of range"))
                        .orElseGet(() -> new Parsed.Wrong<>("\"" + text + "\" is not a number and a unit")),
                Amounts::format);
    }

    /// A number of bytes from `least` to `most`, written as a number and a unit: none, `K`, `M` or `G`, each
    /// 1024 times the one before.
    public static TextType<Long> size(long least, long most) {
        String range = Amounts.formatSize(least) + " to " + Amounts.formatSize(most);
        return new TextType<>(
                "a size of " + range + " bytes in K, M or G (of 1024)",
                text -> Amounts.parseSize(text)
                        .<Parsed<Long>>map(value -> value >= least && value <= most
                                ? new Parsed.Ok<>(value)
                                : new Parsed.Wrong<>("\"" + text + "\" is out of range"))
                        .orElseGet(() -> new Parsed.Wrong<>("\"" + text + "\" is not a number and a unit")),
                Amounts::formatSize);
    }

    /// A value that may be left out.
    public static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
        return new OptionalType<>(type);
    }

    /// A single value or a list of them with at least `least` elements.
    public static <T> ValueType<List<T>> oneOrMore(int least, ValueType<T> element) {
        return new OneOrMoreType<>(new ListType<>(least, element));
    }

    /// A list with at least `least` elements.
    public static <T> ValueType<List<T>> list(int least, ValueType<T> element) {
        return new ListType<>(least, element);
    }
}
