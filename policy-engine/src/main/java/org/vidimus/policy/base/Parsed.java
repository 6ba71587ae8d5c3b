package org.vidimus.policy.base;

import java.util.function.Function;

/// What a parser found: a value, or where and why the text is not one. Parsers of hostile input return this and
/// never throw.
///
/// @param <T> the type of the value
public sealed interface Parsed<T> {
    /// The text was well formed.
    ///
    /// @param value what it says
    record Ok<T>(T value) implements Parsed<T> {}

    /// The text was not well formed.
    ///
    /// @param offset the octet at which it went wrong, from 0 up to and including the length of the text
    /// @param why what was expected there, in words of ours: it holds nothing of the text and may be logged as
    ///     it is
    record Malformed<T>(int offset, String why) implements Parsed<T> {}

    /// The value through `f`, or the same complaint.
    default <R> Parsed<R> map(Function<? super T, ? extends R> f) {
        return switch (this) {
            case Ok<T>(T value) -> new Ok<>(f.apply(value));
            case Malformed<T>(int offset, String why) -> new Malformed<>(offset, why);
        };
    }
}
