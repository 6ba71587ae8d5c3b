package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;

/// The lines of a table, without comments.
final class TableLines {
    private TableLines() {}

    /// A line, or what OpenDKIM takes for one.
    record Line(String text, Place place) {}

    /// Cuts a file into lines. OpenDKIM reads them into a buffer of 1,024 octets, and a line that does not fit goes on
    /// as another one, even in the middle of a comment; so does this in [Dialect#STRICT].
    static List<Line> of(String text, String file, Dialect dialect, List<Lint> lints) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        int from = 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            Place place = new Place(file, ++number);
            int length = end - from + (newline < 0 ? 0 : 1);
            if (length < DatasetReader.LINE_BUFFER) {
                lines.add(new Line(uncommented(text.substring(from, end)), place));
            } else {
                longLine(text.substring(from, end), place, dialect, lines);
                lints.add(Lint.warning(
                        place,
                        "line-too-long",
                        "the line has " + length + " octets; OpenDKIM reads 1,023 at a time and takes each such piece"
                                + " for a line of its own",
                        dialect == Dialect.STRICT ? "cut alike" : "read as one line"));
            }
            from = end + 1;
        }
        return lines;
    }

    private static void longLine(String line, Place place, Dialect dialect, List<Line> lines) {
        if (dialect == Dialect.MIGRATE) {
            lines.add(new Line(uncommented(line), place));
            return;
        }
        for (int from = 0; from < line.length(); from += DatasetReader.LINE_BUFFER - 1) {
            int to = Math.min(line.length(), from + DatasetReader.LINE_BUFFER - 1);
            lines.add(new Line(uncommented(line.substring(from, to)), place));
        }
    }

    private static String uncommented(String line) {
        int hash = line.indexOf('#');
        return CText.string(hash < 0 ? line : line.substring(0, hash));
    }
}
