package org.vidimus.daemon.manual;

/// Writes a manual page as Markdown.
final class Markdown {
    private Markdown() {}

    static String of(Manual page, String title) {
        var text = new StringBuilder("<!-- Generated from the program's own keys; do not edit. -->\n\n# ");
        text.append(title).append("\n");
        page.blocks().forEach(block -> write(text, block));
        return text.toString();
    }

    private static void write(StringBuilder text, Block block) {
        text.append('\n');
        switch (block) {
            case Block.Heading(String heading) ->
                text.append("## ").append(heading).append('\n');
            case Block.Paragraph(String paragraph) ->
                text.append(escape(paragraph)).append('\n');
            case Block.Definition definition -> {
                text.append("### ").append(definition.term()).append('\n');
                definition
                        .paragraphs()
                        .forEach(paragraph ->
                                text.append('\n').append(escape(paragraph)).append('\n'));
            }
            case Block.Verbatim(var lines) -> {
                text.append("```\n");
                lines.forEach(line -> text.append(line).append('\n'));
                text.append("```\n");
            }
        }
    }

    private static String escape(String text) {
        return text.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_");
    }
}
