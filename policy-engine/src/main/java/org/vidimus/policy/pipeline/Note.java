package org.vidimus.policy.pipeline;

/// One thing that an examination has to say for the log, such as `stripped` with `ours:2`.
///
/// Immutable.
///
/// @param name what it is about: lower case, hyphens
/// @param value printable ASCII; text from the network is escaped in it, as
///     [org.vidimus.policy.base.Bytes#toString()] does
public record Note(String name, String value) {
    /// `name=value`, the value in quotes where it holds spaces, quotes or an equals sign.
    @Override
    public String toString() {
        boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
        return name + "=" + (plain ? value : "\"" + value.replace("\"", "\\\"") + "\"");
    }
}
