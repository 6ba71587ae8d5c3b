package org.vidimus.daemon.config;

/// What became of a text that the user wrote.
public sealed interface Parsed<T> {
    /// It means `value`.
    record Ok<T>(T value) implements Parsed<T> {}

    /// It means nothing.
    ///
    /// @param what the text and what is wrong with it, such as `"5x" is no number`
    record Wrong<T>(String what) implements Parsed<T> {}
}
