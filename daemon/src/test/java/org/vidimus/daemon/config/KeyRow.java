package org.vidimus.daemon.config;

import java.util.function.Function;

/// One key and its three tests.
///
/// @param path the key with its tables
/// @param setting what the key decides, from the settings it is mapped to
/// @param fallback the setting when the key is left out
/// @param written a value as TOML
/// @param set the setting then
/// @param wrong a value that is refused
/// @param complaint what is said about it, after the key
record KeyRow(
        String path,
        Function<Settings, Object> setting,
        String fallback,
        String written,
        String set,
        String wrong,
        String complaint) {
    @Override
    public String toString() {
        return path;
    }
}
