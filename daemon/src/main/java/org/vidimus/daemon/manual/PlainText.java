package org.vidimus.daemon.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes a manual page for a terminal of 80 columns, without colours or control sequences, so that it reads the same
/// in a pager, a mail and a log.
public final class PlainText {
    private static final int WIDTH = 80;
    private static final String INDENT = "    ";

    private PlainText() {}

    /// The whole page, ending in a line end.
    public static String of(Manual page) {
        var lines = new ArrayList<>(wrap(page.title() + " - " + page.summary(), ""));
        Block before = new Block.Paragraph("");
        for (Block block : page.blocks()) {
            if (!closeTo(before, block)) {
                lines.add("");
            }
            write(block, before, lines);
            before = block;
        }
        return String.join("\n", lines) + "\n";
    }

    /// Whether no empty line stands between the two: under a heading, within a table of short terms, and where an
    /// example follows the line that explains it.
    private static boolean closeTo(Block before, Block block) {
        return before instanceof Block.Heading
                || (before instanceof Block.Definition above
                        && block instanceof Block.Definition below
                        && isShort(above)
                        && isShort(below))
                || (before instanceof Block.Paragraph && block instanceof Block.Verbatim);
    }

    private static void write(Block block, Block before, List<String> lines) {
        switch (block) {
            case Block.Heading heading -> lines.add(heading.capitals());
            case Block.Paragraph(String text) -> lines.addAll(wrap(plain(text), INDENT));
            case Block.Verbatim(List<String> verbatim) -> {
                String indent = before instanceof Block.Heading ? INDENT : INDENT + INDENT;
                verbatim.forEach(line -> lines.add((indent + line).stripTrailing()));
            }
            case Block.Definition definition -> {
                if (isShort(definition)) {
                    var column = String.format(Locale.ROOT, "%s%-15s ", INDENT, plain(definition.term()));
                    var text = wrap(plain(definition.paragraphs().getFirst()), " ".repeat(column.length()));
                    lines.add(column + text.getFirst().stripLeading());
                    lines.addAll(text.subList(1, text.size()));
                } else {
                    lines.addAll(wrap(plain(definition.term()), INDENT));
                    for (String paragraph : definition.paragraphs()) {
                        lines.addAll(wrap(plain(paragraph), INDENT + INDENT));
                    }
                }
            }
        }
    }

    /// Short terms stand beside their meaning, as in a list of commands.
    private static boolean isShort(Block.Definition definition) {
        return plain(definition.term()).length() <= 15
                && !definition.term().startsWith("-")
                && definition.paragraphs().size() == 1;
    }

    private static String plain(String text) {
        return text.replace("`", "");
    }

    static List<String> wrap(String text, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() > indent.length() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
            }
            if (line.length() > indent.length()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
