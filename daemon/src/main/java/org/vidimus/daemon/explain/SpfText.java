package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.vidimus.daemon.explain.Page.Row;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfTrace;

/// An evaluation of SPF as a tree: each term, what came of it, and below an `include` or `redirect` the terms of the
/// other record.
final class SpfText {
    private static final Pattern WORD_END = Pattern.compile("[^a-z]");

    private SpfText() {}

    private static String identity(SpfIdentity identity) {
        return switch (identity) {
            case MAIL_FROM -> "MAIL FROM";
            case HELO -> "HELO";
        };
    }

    /// What was checked: the identity and its domain.
    static String about(SpfResult result) {
        return identity(result.identity())
                + result.domain().map(domain -> " " + domain).orElse("");
    }

    /// The result and its cause in one line.
    static Span[] verdict(SpfResult result) {
        return new Span[] {
            Span.plain(about(result) + ": "),
            Span.result(result.verdict().word()),
            Span.plain(", " + Reasons.of(result.verdict()))
        };
    }

    static void describe(Page page, SpfResult result) {
        page.text(1, verdict(result));
        Reasons.explanation(result.verdict())
                .ifPresent(explanation -> page.text(2, Span.plain("The domain says: " + explanation)));
        page.rows(rows(result.trace(), 2));
    }

    private static List<Row> rows(List<SpfTrace> steps, int depth) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            SpfTrace step = steps.get(i);
            // The record that a question brought up stands in the next line anyway.
            if (i + 1 < steps.size()
                    && step.outcome().contains('"' + steps.get(i + 1).what() + '"')) {
                continue;
            }
            rows.add(new Row(depth, Span.plain(step.what()), new Span(style(step.outcome()), step.outcome())));
            rows.addAll(rows(step.below(), depth + 1));
        }
        return rows;
    }

    private static Style style(String outcome) {
        return outcome.startsWith("no match") ? Style.FAINT : Style.ofResult(WORD_END.split(outcome, 2)[0]);
    }
}
