package org.vidimus.daemon.config;

import java.util.Comparator;
import java.util.Optional;

/// One mistake in a configuration file. Immutable.
///
/// @param file the file as the user named it
/// @param position where, unless the file could not be read at all
/// @param key the key with its tables, such as `milter.listen[1]`, empty when the mistake is not about one
/// @param what what is wrong; what is expected
public record Problem(String file, Optional<Position> position, String key, String what)
        implements Comparable<Problem> {
    private static final Comparator<Problem> IN_FILE_ORDER = Comparator.comparingInt(
                    (Problem problem) -> problem.position().map(Position::line).orElse(0))
            .thenComparingInt(
                    problem -> problem.position().map(Position::column).orElse(0));

    @Override
    public int compareTo(Problem other) {
        return IN_FILE_ORDER.compare(this, other);
    }

    /// `FILE:LINE:COLUMN: KEY: what`, which editors and terminals turn into a link.
    @Override
    public String toString() {
        return file
                + position.map(place -> ":" + place.line() + ":" + place.column())
                        .orElse("")
                + ": "
                + (key.isEmpty() ? "" : key + ": ")
                + what;
    }
}
