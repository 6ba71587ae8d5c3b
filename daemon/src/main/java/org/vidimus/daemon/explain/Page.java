package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A page of text for a terminal of 100 columns: paragraphs, entries, rows with an outcome.
///
/// Lines break between words only; a longer word, such as a key or a hostile name, stands on a line of its own and
/// the terminal breaks it. Text comes in as [Span]s, so that nothing on the page can be a control sequence but the
/// colours that [#lines(boolean)] adds.
///
/// Confined to one thread.
public final class Page {
    static final int WIDTH = 100;
    private static final int INDENT = 2;
    private static final int FARTHEST_OUTCOME = 70;

    private final List<List<Span>> lines = new ArrayList<>();

    /// A line of [#rows]: something that was evaluated and what came of it.
    ///
    /// @param depth how far it is indented
    /// @param outcome empty where there is nothing to say
    record Row(int depth, Span what, Span outcome) {}

    /// Starts a section.
    Page heading(String text) {
        blank();
        lines.add(List.of(Span.strong(text)));
        return this;
    }

    /// An empty line, unless the page is empty or the last line is.
    Page blank() {
        if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
            lines.add(List.of());
        }
        return this;
    }

    /// Running text at a depth.
    Page text(int depth, Span... spans) {
        fill(List.of(), depth * INDENT, List.of(spans));
        return this;
    }

    /// A point of a list.
    Page point(int depth, Span... spans) {
        fill(List.of(space(depth * INDENT), Span.faint("-")), depth * INDENT + 2, List.of(spans));
        return this;
    }

    /// A term, and beside it, from column `width` behind the indentation on, what is to be said about it.
    Page entry(int depth, int width, Span term, Span... spans) {
        return entry(depth, width, List.of(term), spans);
    }

    /// The same with a term of several parts.
    Page entry(int depth, int width, List<Span> term, Span... spans) {
        List<Span> first = new ArrayList<>(List.of(space(depth * INDENT)));
        first.addAll(term);
        fill(first, depth * INDENT + width, List.of(spans));
        return this;
    }

    /// Text as it is, on one line however long.
    Page verbatim(int depth, Span... spans) {
        List<Span> line = new ArrayList<>(List.of(space(depth * INDENT)));
        line.addAll(List.of(spans));
        lines.add(line);
        return this;
    }

    /// Rows whose outcomes stand below each other, with dots that lead to them.
    Page rows(List<Row> rows) {
        int column = rows.stream()
                .filter(row -> !row.outcome().text().isEmpty())
                .mapToInt(row -> row.depth() * INDENT + row.what().text().length() + " ... ".length())
                .filter(end -> end <= FARTHEST_OUTCOME)
                .max()
                .orElse(FARTHEST_OUTCOME);
        rows.forEach(row -> row(row, column));
        return this;
    }

    private void row(Row row, int column) {
        fill(List.of(), row.depth() * INDENT, (row.depth() + 2) * INDENT, List.of(row.what()));
        if (row.outcome().text().isEmpty()) {
            return;
        }
        List<Span> line = new ArrayList<>(lines.removeLast());
        if (length(line) + " . ".length() > column) {
            lines.add(line);
            line = new ArrayList<>(List.of(space((row.depth() + 2) * INDENT - 1)));
        }
        int dots = Math.max(1, column - length(line) - "  ".length());
        line.add(Span.faint(" " + ".".repeat(dots)));
        fill(line, column, List.of(row.outcome()));
    }

    private void fill(List<Span> first, int column, List<Span> text) {
        fill(first, column, column, text);
    }

    /// Puts words behind `first`, from column `start` on or after one space, and on further lines from `column` on.
    private void fill(List<Span> first, int start, int column, List<Span> text) {
        List<Span> line = new ArrayList<>(first);
        line.add(space(first.isEmpty() ? start : Math.max(start - length(first), 1)));
        boolean fresh = true;
        for (List<Span> word : words(text)) {
            if (!fresh && length(line) + 1 + length(word) > WIDTH) {
                lines.add(line);
                line = new ArrayList<>(List.of(space(column)));
                fresh = true;
            }
            if (!fresh) {
                line.add(new Span(line.getLast().style(), " "));
            }
            line.addAll(word);
            fresh = false;
        }
        lines.add(line);
    }

    /// The words of some text; a word may have parts in several styles.
    private static List<List<Span>> words(List<Span> text) {
        List<List<Span>> words = new ArrayList<>();
        for (Span span : text) {
            String[] parts = span.text().split(" ", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0 || words.isEmpty()) {
                    words.add(new ArrayList<>());
                }
                words.getLast().add(new Span(span.style(), parts[i]));
            }
        }
        return words;
    }

    private static Span space(int columns) {
        return Span.plain(" ".repeat(Math.max(columns, 0)));
    }

    private static int length(List<Span> spans) {
        return spans.stream().mapToInt(span -> span.text().length()).sum();
    }

    /// The lines of the page, without line ends.
    public List<String> lines(boolean colours) {
        return lines.stream().map(line -> line(line, colours)).toList();
    }

    private static String line(List<Span> spans, boolean colours) {
        if (!colours) {
            return spans.stream().map(Span::text).collect(Collectors.joining()).stripTrailing();
        }
        var text = new StringBuilder();
        for (int from = 0; from < spans.size(); ) {
            Style style = spans.get(from).style();
            var same = new StringBuilder();
            while (from < spans.size() && spans.get(from).style() == style) {
                same.append(spans.get(from++).text());
            }
            text.append(style.apply(same.toString()));
        }
        return text.toString().stripTrailing();
    }
}
