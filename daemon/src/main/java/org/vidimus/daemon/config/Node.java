package org.vidimus.daemon.config;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A value of the file as tomlj read it, with its place.
///
/// @param path the key with its tables, such as `milter.listen[1]`; empty for the whole file
record Node(Object value, String path, Position position) {
    static Position position(TomlPosition position) {
        return new Position(position.line(), position.column());
    }

    /// The path of `name` in this table.
    String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The value's type in words.
    String kind() {
        return switch (value) {
            case String text -> "the string \"" + text + "\"";
            case Long number -> "the integer " + number;
            case Double number -> "the float " + number;
            case Boolean bool -> "the boolean " + bool;
            case TomlArray _ -> "a list";
            case TomlTable _ -> "a table";
            case OffsetDateTime _, LocalDateTime _, LocalDate _, LocalTime _ -> "a date or time";
            default -> "a " + value.getClass().getSimpleName();
        };
    }
}
