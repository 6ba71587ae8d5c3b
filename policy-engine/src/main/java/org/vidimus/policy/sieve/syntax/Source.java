package org.vidimus.policy.sieve.syntax;

import java.util.Arrays;

/// A script's text and where its lines begin.
final class Source {
    private final String file;
    private final String text;
    private final int[] lines;

    Source(String file, String text) {
        this.file = file;
        this.text = text;
        int count = 1;
        int[] starts = new int[16];
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts = count == starts.length ? Arrays.copyOf(starts, count * 2) : starts;
                starts[count++] = i + 1;
            }
        }
        this.lines = Arrays.copyOf(starts, count);
    }

    String text() {
        return text;
    }

    /// Where the character at `offset` stands, which may be the end of the text.
    Position positionAt(int offset) {
        int found = Arrays.binarySearch(lines, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Position(file, line + 1, offset - lines[line] + 1);
    }

    /// The offset of the character in `line` and `column`, both from 1.
    int offsetOf(int line, int column) {
        return lines[line - 1] + column - 1;
    }
}
