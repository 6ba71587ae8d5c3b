package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the lines of a `refile:`. Confined to one call.
///
/// A pattern ends at the first white space, so a line that begins with some has none and does not count. In the
/// pattern `*` becomes `.*`, and `.` and `+` get a backslash; `^` is put before it and `$` behind it; what comes out is
/// a POSIX extended regular expression, with all that such an expression may hold.
final class PatternReader {
    private final boolean ignoreCase;
    private final List<Lint> lints;
    private boolean failed;

    PatternReader(boolean ignoreCase, List<Lint> lints) {
        this.ignoreCase = ignoreCase;
        this.lints = lints;
    }

    /// The entries; empty if OpenDKIM would not start, or if we cannot match a pattern as it would.
    Optional<List<Dataset.Entry>> read(List<TableLines.Line> lines) {
        List<Dataset.Entry> entries = new ArrayList<>();
        lines.forEach(line -> line(line, entries));
        return failed ? Optional.empty() : Optional.of(entries);
    }

    private void line(TableLines.Line line, List<Dataset.Entry> entries) {
        String text = line.text();
        int gap = 0;
        while (gap < text.length() && !CharSet.isSpace(text.charAt(gap))) {
            gap++;
        }
        if (gap == 0) {
            if (!CText.trim(text).isEmpty()) {
                lints.add(Lint.warning(
                        line.place(),
                        "leading-white-space",
                        "a line of a refile that begins with white space has no pattern and does not count",
                        "ignored alike"));
            }
            return;
        }
        String pattern = text.substring(0, gap);
        Optional<String> value =
                gap == text.length() ? Optional.empty() : Optional.of(CText.trim(text.substring(gap + 1)));
        String expression = "^" + expression(pattern) + "$";
        if (expression.length() > DatasetReader.LINE_BUFFER) {
            fail(line, "the pattern is too long for OpenDKIM's buffer");
            return;
        }
        switch (Ere.compile(expression, ignoreCase)) {
            case Ere.Compiled.Ok(Ere compiled) ->
                entries.add(new Dataset.Entry(pattern, value, line.place(), Optional.of(compiled)));
            case Ere.Compiled.Bad(String why, boolean beyond) -> {
                if (beyond) {
                    failed = true;
                    lints.add(Lint.error(
                            line.place(),
                            "pattern-not-read",
                            "the pattern " + CText.shown(pattern) + " has " + why,
                            "which Vidimus does not match; write it in another way"));
                } else {
                    fail(line, "the pattern " + CText.shown(pattern) + " has " + why);
                }
            }
        }
    }

    private void fail(TableLines.Line line, String what) {
        failed = true;
        lints.add(Lint.error(line.place(), "bad-pattern", what + "; OpenDKIM does not start", ""));
    }

    /// The pattern as an expression.
    static String expression(String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '*' -> out.append(".*");
                case '+' -> out.append("\\+");
                case '.' -> out.append("\\.");
                default -> out.append(pattern.charAt(i));
            }
        }
        return out.toString();
    }
}
