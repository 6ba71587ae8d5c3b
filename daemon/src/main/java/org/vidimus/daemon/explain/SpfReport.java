package org.vidimus.daemon.explain;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vidimus.daemon.explain.Finding.Severity;
import org.vidimus.daemon.text.Json;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.spf.SpfFinding;
import org.vidimus.policy.spf.SpfLint;
import org.vidimus.policy.spf.SpfRecord;
import org.vidimus.policy.spf.SpfResult;

/// What a domain's SPF record costs, whom it lets send and what is wrong with it; and what it says about a client.
///
/// Immutable.
///
/// @param lint the record, without a message
/// @param results what it says about a client; empty where none was given
/// @param queries what was asked
public record SpfReport(SpfLint lint, List<SpfResult> results, List<Lookups.Asked> queries) {
    private static final int TERM = 22;
    private static final int READABLE_BITS = 32;

    /// Copies the lists.
    public SpfReport {
        results = List.copyOf(results);
        queries = List.copyOf(queries);
    }

    /// For people.
    public Page page() {
        Page page = new Page().text(0, Span.strong(lint.domain().toString()));
        if (!results.isEmpty()) {
            page.heading("RESULT");
            results.forEach(result -> SpfText.describe(page, result));
        }
        page.heading("RECORD").verbatim(1, Span.plain(lint.record().orElse("none that could be used")));
        if (lint.record().isPresent()) {
            cost(page);
        }
        page.heading("FINDINGS");
        if (lint.findings().isEmpty()) {
            page.text(1, new Span(Style.GOOD, "nothing is wrong"));
        }
        for (SpfFinding finding : lint.findings()) {
            String where = finding.domain().equals(lint.domain()) ? "" : finding.domain() + ": ";
            String term = finding.term().map(text -> text + ": ").orElse("");
            new Finding(severity(finding), finding.offset(), where + term + finding.message())
                    .describe(page, text(finding.domain()));
        }
        Answers.section(page, queries);
        return page;
    }

    private void cost(Page page) {
        Budgets.Spf limits = Budgets.Spf.DEFAULT;
        page.heading("COST AND BREADTH");
        entry(page, "terms that ask the DNS", lint.terms() + " of " + limits.terms());
        int voids = Math.max(lint.voidLookups4(), lint.voidLookups6());
        entry(page, "void lookups", voids + " of " + limits.voidLookups());
        entry(page, "IPv4 addresses", count(lint.addresses4()) + open());
        entry(page, "IPv6 addresses", count(lint.addresses6()) + open());
    }

    private static void entry(Page page, String term, String text) {
        page.entry(1, TERM + 2, Span.plain(term), Span.plain(text));
    }

    private String open() {
        return lint.openEnded() ? ", and those that depend on the message" : "";
    }

    /// Beyond a few digits only the order of magnitude says anything.
    private static String count(BigInteger addresses) {
        return addresses.bitLength() <= READABLE_BITS
                ? String.format(Locale.ROOT, "%,d", addresses)
                : "about 2^" + (addresses.bitLength() - 1);
    }

    private static Severity severity(SpfFinding finding) {
        return switch (finding.kind().severity()) {
            case ERROR -> Severity.ERROR;
            case WARNING -> Severity.WARNING;
            case NOTE -> Severity.NOTE;
        };
    }

    /// The record of a domain, as the DNS gave it.
    private Bytes text(DomainName domain) {
        for (Lookups.Asked asked : queries) {
            if (asked.question().name().equals(domain)
                    && asked.question().type() == RecordType.TXT
                    && asked.answer() instanceof Answer.Found(List<Data> records, boolean _)) {
                for (Data data : records) {
                    if (data instanceof Data.Text(Bytes value) && SpfRecord.isSpf(value)) {
                        return value;
                    }
                }
            }
        }
        return Bytes.EMPTY;
    }

    /// For programs.
    public String json() {
        var object = new LinkedHashMap<String, Object>();
        object.put("domain", lint.domain());
        object.put("record", lint.record());
        object.put("spf", results.stream().map(ResultJson::spf).toList());
        object.put("lookups", lint.terms());
        object.put("voidLookups", Math.max(lint.voidLookups4(), lint.voidLookups6()));
        object.put("addresses4", lint.addresses4());
        object.put("addresses6", lint.addresses6());
        object.put("openEnded", lint.openEnded());
        object.put("findings", lint.findings().stream().map(SpfReport::json).toList());
        object.put("queries", ResultJson.queries(queries));
        return Json.of(object);
    }

    private static Map<String, Object> json(SpfFinding finding) {
        Map<String, Object> object = new Finding(severity(finding), finding.offset(), finding.message()).json();
        object.put("kind", finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        object.put("domain", finding.domain());
        object.put("term", finding.term());
        return object;
    }
}
