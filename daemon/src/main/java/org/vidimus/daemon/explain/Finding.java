package org.vidimus.daemon.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.policy.base.Bytes;

/// Something that a look at a record brought up. Immutable.
///
/// @param offset the octet of the record at which it stands, from 0; empty where it concerns the whole
/// @param what in words of ours
record Finding(Severity severity, OptionalInt offset, String what) {
    /// How much it matters to whoever published the record.
    enum Severity {
        /// Receivers cannot use the record, or a part of it.
        ERROR("error", Style.BAD),
        /// It works, and not as well as it should, or not for long.
        WARNING("warning", Style.DOUBT),
        /// Good to know.
        NOTE("note", Style.PLAIN);

        private final String word;
        private final Style style;

        Severity(String word, Style style) {
            this.word = word;
            this.style = style;
        }
    }

    private static final int BEFORE = 40;
    private static final int SHOWN = Page.WIDTH - 16;

    static Finding at(Severity severity, int offset, String what) {
        return new Finding(severity, OptionalInt.of(offset), what);
    }

    static Finding of(Severity severity, String what) {
        return new Finding(severity, OptionalInt.empty(), what);
    }

    /// A section with all findings about one record.
    static void section(Page page, List<Finding> findings, Bytes record) {
        page.heading("FINDINGS");
        if (findings.isEmpty()) {
            page.text(1, new Span(Style.GOOD, "nothing is wrong"));
        }
        findings.forEach(finding -> finding.describe(page, record));
    }

    /// Writes the finding and, where it has a place, the part of the record around it with a caret below.
    void describe(Page page, Bytes record) {
        page.text(1, new Span(severity.style, severity.word + ":"), Span.plain(" " + what));
        if (offset.isPresent() && !record.isEmpty()) {
            point(page, record, Math.min(offset.getAsInt(), record.length()));
        }
    }

    private static void point(Page page, Bytes record, int offset) {
        int from = offset > BEFORE ? offset - BEFORE : 0;
        int to = Math.min(record.length(), from + SHOWN);
        // A cut of a few octets saves nothing.
        from = from < 4 ? 0 : from;
        to = record.length() - to < 4 ? record.length() : to;
        String before = (from > 0 ? "..." : "") + record.slice(from, offset);
        page.verbatim(2, Span.plain(before + record.slice(offset, to) + (to < record.length() ? "..." : "")));
        page.verbatim(2, Span.plain(" ".repeat(before.length())), Span.strong("^"));
    }

    Map<String, Object> json() {
        var object = new LinkedHashMap<String, Object>();
        object.put("severity", severity.word);
        object.put("offset", offset.isPresent() ? Optional.of(offset.getAsInt()) : Optional.empty());
        object.put("what", what);
        return object;
    }
}
