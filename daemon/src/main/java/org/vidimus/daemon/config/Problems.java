package org.vidimus.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.daemon.text.NetworkText;

/// Collects what is wrong with a file, so that the user hears of everything at once. Confined to one reading.
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position position, String key, String what) {
        found.add(new Problem(file, Optional.of(position), NetworkText.escape(key), NetworkText.escape(what)));
    }

    /// A mistake about the file as a whole.
    void add(String what) {
        found.add(new Problem(file, Optional.empty(), "", NetworkText.escape(what)));
    }

    /// A mistake in another file that this one names.
    void add(Problem problem) {
        found.add(problem);
    }

    /// A place in the file without its column.
    String place(Position position) {
        return NetworkText.escape(file) + ":" + position.line();
    }

    int count() {
        return found.size();
    }

    /// All of them, in the order of the file; then those in other files, as they were found.
    List<Problem> sorted() {
        return Stream.concat(
                        found.stream()
                                .filter(problem -> problem.file().equals(file))
                                .sorted(),
                        found.stream().filter(problem -> !problem.file().equals(file)))
                .toList();
    }
}
