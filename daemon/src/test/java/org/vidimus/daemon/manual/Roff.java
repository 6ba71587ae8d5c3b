package org.vidimus.daemon.manual;

import java.util.Locale;
import java.util.regex.Pattern;

/// Writes a manual page in the man macros that groff and mandoc both know.
final class Roff {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private Roff() {}

    static String of(Manual page) {
        var roff = new StringBuilder();
        roff.append(".\\\" Generated from the program's own help; do not edit.\n");
        roff.append(".TH ")
                .append(page.name().toUpperCase(Locale.ROOT))
                .append(' ')
                .append(page.section())
                .append(" \"\" Vidimus \"Vidimus manual\"\n");
        roff.append(".SH NAME\n")
                .append(escape(page.name()))
                .append(" \\- ")
                .append(escape(page.summary()))
                .append('\n');
        page.blocks().forEach(block -> write(roff, block));
        return roff.toString();
    }

    private static void write(StringBuilder roff, Block block) {
        switch (block) {
            case Block.Heading heading ->
                roff.append(".SH ").append(heading.capitals()).append('\n');
            case Block.Paragraph(String text) -> roff.append(".PP\n").append(text(text));
            case Block.Definition definition -> {
                roff.append(".TP\n")
                        .append(".B ")
                        .append(escape(definition.term().replace("`", "")))
                        .append('\n');
                for (int index = 0; index < definition.paragraphs().size(); index++) {
                    roff.append(index == 0 ? "" : ".IP\n")
                            .append(text(definition.paragraphs().get(index)));
                }
            }
            case Block.Verbatim(var lines) -> {
                roff.append(".PP\n.nf\n.RS 4\n");
                lines.forEach(line -> roff.append(line(escape(line))).append('\n'));
                roff.append(".RE\n.fi\n");
            }
        }
    }

    private static String text(String text) {
        String marked = CODE.matcher(escape(text)).replaceAll("\\\\fB$1\\\\fR");
        return line(marked) + "\n";
    }

    /// A dot or an apostrophe at the start of a line would be a request.
    private static String line(String text) {
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replace("§", "\\(sc");
    }
}
