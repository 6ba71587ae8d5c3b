package org.vidimus.daemon.config;

import java.util.Optional;

/// How a value is written in the file. Immutable.
public interface ValueType<T> {
    /// What is expected, to follow "expected": `a duration of 1s to 2h, such as "30s"`.
    String expects();

    /// The node's value, or empty after telling `problems` why not.
    Optional<T> read(Node node, Problems problems);

    /// The value as TOML; empty when it is written by leaving the key out.
    Optional<String> toToml(T value);
}
