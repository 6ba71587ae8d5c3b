package org.vidimus.daemon.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.daemon.text.Json;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcLint;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcRecord;
import org.vidimus.policy.dmarc.DmarcSettings;
import org.vidimus.policy.dmarc.TreeWalk;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;

/// Which DMARC policy holds for mail from a domain, where it was found, and what is wrong with it.
///
/// Immutable.
///
/// @param lint what the domain publishes
/// @param queries what was asked
public record DmarcReport(DmarcLint lint, List<Lookups.Asked> queries) {
    private static final int TERM = 24;

    /// Copies the list.
    public DmarcReport {
        queries = List.copyOf(queries);
    }

    /// Looks for the policy and examines it.
    public static DmarcReport of(DomainName domain, Lookups dns) {
        DmarcLint lint = DmarcLint.of(domain, DmarcSettings.DEFAULT, dns);
        return new DmarcReport(lint, dns.log());
    }

    /// For people.
    public Page page() {
        Page page = new Page().text(0, Span.strong(lint.domain().toString()));
        page.heading("POLICY");
        entry(page, "mail that fails", lint.policy().map(DmarcPolicy::word).orElse("no DMARC applies"));
        entry(
                page,
                "policy domain",
                lint.policyDomain().map(DomainName::toString).orElse("none found"));
        entry(
                page,
                "organizational domain",
                lint.organizationalDomain().map(DomainName::toString).orElse("not determined"));
        lint.record().ifPresent(record -> record(page, record));
        page.heading("HOW IT WAS FOUND");
        lint.queries().forEach(query -> page.point(1, Span.plain(query.toString())));
        findings(page);
        Answers.section(page, queries);
        return page;
    }

    private void record(Page page, DmarcRecord record) {
        entry(
                page,
                "alignment",
                "DKIM " + (record.strictDkim() ? "strict" : "relaxed") + ", SPF "
                        + (record.strictSpf() ? "strict" : "relaxed"));
        for (DmarcLint.Destination destination : lint.destinations()) {
            String kind = destination.tag().equals("rua") ? "aggregate reports" : "failure reports";
            entry(page, kind, destination.uri() + " (" + destination.consent().words() + ")");
        }
        page.heading("RECORD").verbatim(1, Span.plain(record.text().toString()));
    }

    private static void entry(Page page, String term, String text) {
        page.entry(1, TERM, Span.plain(term), Span.plain(text));
    }

    private void findings(Page page) {
        page.heading("FINDINGS");
        if (lint.findings().isEmpty()) {
            page.text(1, new Span(Style.GOOD, "nothing is wrong"));
        }
        for (DmarcLint.Finding finding : lint.findings()) {
            boolean here = lint.policyDomain().equals(Optional.of(finding.where()));
            String where = here || finding.where().equals(lint.domain()) ? "" : finding.where() + ": ";
            Bytes text = here ? lint.record().map(DmarcRecord::text).orElse(Bytes.EMPTY) : Bytes.EMPTY;
            new Finding(severity(finding), finding.offset(), where + finding.what()).describe(page, text);
        }
    }

    private static Finding.Severity severity(DmarcLint.Finding finding) {
        return switch (finding.severity()) {
            case ERROR -> Finding.Severity.ERROR;
            case WARNING -> Finding.Severity.WARNING;
            case NOTE -> Finding.Severity.NOTE;
        };
    }

    /// For programs.
    public String json() {
        Optional<DmarcRecord> record = lint.record();
        var object = new LinkedHashMap<String, Object>();
        object.put("domain", lint.domain());
        object.put("policyDomain", lint.policyDomain());
        object.put("organizationalDomain", lint.organizationalDomain());
        object.put("policy", lint.policy().map(DmarcPolicy::word));
        object.put("record", record.map(DmarcRecord::text));
        object.put("p", record.flatMap(DmarcRecord::policy).map(DmarcPolicy::word));
        object.put("sp", record.flatMap(DmarcRecord::subdomainPolicy).map(DmarcPolicy::word));
        object.put("np", record.flatMap(DmarcRecord::nonexistentPolicy).map(DmarcPolicy::word));
        object.put("strictDkim", record.map(DmarcRecord::strictDkim));
        object.put("strictSpf", record.map(DmarcRecord::strictSpf));
        object.put("testing", record.map(DmarcRecord::testing));
        object.put(
                "reports", lint.destinations().stream().map(DmarcReport::json).toList());
        object.put(
                "steps", lint.queries().stream().map(TreeWalk.Query::toString).toList());
        object.put("findings", lint.findings().stream().map(DmarcReport::json).toList());
        object.put("queries", ResultJson.queries(queries));
        return Json.of(object);
    }

    private static Map<String, Object> json(DmarcLint.Destination destination) {
        var object = new LinkedHashMap<String, Object>();
        object.put("tag", destination.tag());
        object.put("uri", destination.uri());
        object.put("consent", destination.consent().words());
        return object;
    }

    private static Map<String, Object> json(DmarcLint.Finding finding) {
        Map<String, Object> object = new Finding(severity(finding), finding.offset(), finding.what()).json();
        object.put("domain", finding.where());
        return object;
    }
}
