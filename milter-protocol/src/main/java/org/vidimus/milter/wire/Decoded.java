package org.vidimus.milter.wire;

/// What a decoder made of its octets: a value, or the reason why there is none.
///
/// @param <T> what was to be decoded
public sealed interface Decoded<T> {
    /// The octets were well-formed.
    ///
    /// @param value what they say
    /// @param <T> what was to be decoded
    record Ok<T>(T value) implements Decoded<T> {}

    /// The octets break the protocol.
    ///
    /// @param why what is wrong, as a sentence part fit for a log: `MAIL without an address`
    /// @param <T> what was to be decoded
    record Malformed<T>(String why) implements Decoded<T> {}
}
