package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dmarc.DmarcLint.Finding;
import org.vidimus.policy.dmarc.DmarcLint.Severity;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// Examines what a domain publishes. Confined to one call.
final class Linter {
    private static final Set<String> HISTORIC = Set.of("pct", "rf", "ri");

    private final DomainName domain;
    private final DmarcSettings settings;
    private final Lookups dns;
    private final DomainFinder finder;
    private final List<Finding> findings = new ArrayList<>();

    Linter(DomainName domain, DmarcSettings settings, Lookups dns) {
        this.domain = domain;
        this.settings = settings;
        this.dns = dns;
        this.finder = Evaluation.finder(settings, dns);
    }

    DmarcLint examine() {
        DomainFinder.Policy policy = finder.policy(domain);
        Optional<DomainName> organization = finder.organizationalDomain(domain);
        List<TreeWalk.Query> queries = finder.queries();
        queries.forEach(this::examineName);
        return switch (policy) {
            case DomainFinder.Policy.Unknown(String why) -> {
                add(Severity.ERROR, domain, why);
                yield without(queries, organization);
            }
            case DomainFinder.Policy.Missing(String why) -> {
                add(Severity.ERROR, domain, why + ": DMARC does not protect this domain");
                yield without(queries, organization);
            }
            case DomainFinder.Policy.Found(DomainName where, DmarcRecord record) -> {
                PolicyChoice choice = new PolicyChoice(domain, where, record, settings, dns);
                examineRecord(where, record, organization, choice);
                ReportDestinations reports = new ReportDestinations(where, finder, dns);
                List<DmarcLint.Destination> destinations = reports.of(record);
                findings.addAll(reports.findings());
                findings.sort(Comparator.comparing(Finding::severity));
                yield new DmarcLint(
                        domain,
                        queries,
                        Optional.of(where),
                        Optional.of(record),
                        choice.isVoid() ? Optional.empty() : Optional.of(choice.requested(true)),
                        organization,
                        destinations,
                        findings);
            }
        };
    }

    private DmarcLint without(List<TreeWalk.Query> queries, Optional<DomainName> organization) {
        findings.sort(Comparator.comparing(Finding::severity));
        return new DmarcLint(
                domain,
                queries,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                organization,
                List.of(),
                findings);
    }

    /// What stands at one name, policy or not.
    private void examineName(TreeWalk.Query query) {
        if (query.finding() instanceof TreeWalk.Finding.Several(int count)) {
            add(Severity.ERROR, query.target(), count + " DMARC records: receivers discard all of them");
        }
        Optional<DomainName> name = query.target().under("_dmarc");
        // The same question again is answered from memory.
        if (name.isPresent()
                && dns.lookup(name.get(), RecordType.TXT) instanceof Answer.Found(List<Data> all, boolean _)) {
            for (Data data : all) {
                if (data instanceof Data.Text(Bytes text)
                        && DmarcRecord.parse(text) instanceof Parsed.Malformed<DmarcRecord>(int offset, String why)) {
                    boolean meant = text.latin1().toLowerCase(Locale.ROOT).contains("dmarc");
                    add(
                            meant ? Severity.ERROR : Severity.NOTE,
                            query.target(),
                            OptionalInt.of(offset),
                            meant
                                    ? "not a DMARC record, so receivers ignore it: " + why
                                    : "a TXT record of another kind");
                }
            }
        }
    }

    static boolean isPolicy(Data data) {
        return data instanceof Data.Text(Bytes text) && DmarcRecord.parse(text) instanceof Parsed.Ok<DmarcRecord>;
    }

    private void examineRecord(
            DomainName where, DmarcRecord record, Optional<DomainName> organization, PolicyChoice choice) {
        record.problems()
                .forEach(problem -> add(Severity.ERROR, where, OptionalInt.of(problem.offset()), problem.what()));
        examineTags(where, record);
        examinePolicies(where, record, choice);
        examineReports(where, record);
        if (where.equals(domain)
                && organization.filter(name -> !name.equals(domain)).isPresent()
                && (record.subdomainPolicy().isPresent()
                        || record.nonexistentPolicy().isPresent())) {
            add(
                    Severity.WARNING,
                    where,
                    "sp= and np= mean nothing here: they count only in the record of the Organizational Domain, "
                            + organization.get());
        }
        if (record.publicSuffix().equals(Optional.of(true))) {
            add(Severity.NOTE, where, "psd=y: a public suffix, below which every domain is an organization of its own");
        }
    }

    private void examineTags(DomainName where, DmarcRecord record) {
        if (TagList.parse(record.text()) instanceof Parsed.Ok<TagList>(TagList list)) {
            for (TagList.Tag tag : list.tags()) {
                OptionalInt at = OptionalInt.of(tag.offset());
                if (HISTORIC.contains(tag.name())) {
                    boolean pct = tag.name().equals("pct");
                    add(
                            Severity.WARNING,
                            where,
                            at,
                            tag.name() + "= is of DMARC's first edition and ignored"
                                    + (pct ? "; t=y is what is left of it" : ""));
                } else if (!RecordReader.KNOWN.contains(tag.name())
                        && !tag.name().equals("v")) {
                    boolean capitals = RecordReader.KNOWN.contains(tag.name().toLowerCase(Locale.ROOT));
                    add(
                            capitals ? Severity.ERROR : Severity.WARNING,
                            where,
                            at,
                            capitals
                                    ? "the names of tags are in lower case; this one is ignored"
                                    : "an unknown tag, ignored");
                }
            }
        }
    }

    private void examinePolicies(DomainName where, DmarcRecord record, PolicyChoice choice) {
        if (choice.isVoid()) {
            add(
                    Severity.ERROR,
                    where,
                    "without a valid p= (and valid sp= and np=) and without rua=, no DMARC is applied");
        } else if (choice.isFlawed()) {
            add(Severity.ERROR, where, "without a valid p= (and valid sp= and np=) the record counts as p=none");
        } else {
            examineStrength(where, record);
        }
        if (record.testing()) {
            add(Severity.NOTE, where, "t=y: receivers apply one level below the policy");
        }
    }

    private void examineStrength(DomainName where, DmarcRecord record) {
        DmarcPolicy own = record.policy().orElseThrow();
        DmarcPolicy existing = record.subdomainPolicy().orElse(own);
        DmarcPolicy nonexistent = record.nonexistentPolicy().orElse(existing);
        switch (own) {
            case NONE -> add(Severity.NOTE, where, "p=none: mail that fails is treated like any other");
            case QUARANTINE -> {}
            case REJECT ->
                add(
                        Severity.NOTE,
                        where,
                        "p=reject breaks mailing lists for a domain whose users write to them, and needs DKIM on all mail"
                                + " (RFC 9989, section 7.4)");
        }
        if (existing.compareTo(own) < 0) {
            add(Severity.WARNING, where, "sp=" + existing.word() + " protects subdomains less than p=" + own.word());
        }
        if (nonexistent.compareTo(existing) < 0) {
            add(
                    Severity.WARNING,
                    where,
                    "np=" + nonexistent.word() + " protects names that do not exist less than those that do");
        }
    }

    private void examineReports(DomainName where, DmarcRecord record) {
        if (record.aggregateReports().isEmpty()) {
            add(Severity.WARNING, where, "no rua=: nobody tells you what receivers see");
        }
        boolean options = TagList.parse(record.text()) instanceof Parsed.Ok<TagList>(TagList list)
                && list.tags().stream().anyMatch(tag -> tag.name().equals("fo"));
        if (options && record.failureReports().isEmpty()) {
            add(Severity.WARNING, where, "fo= without ruf= is ignored");
        }
    }

    private void add(Severity severity, DomainName where, String what) {
        add(severity, where, OptionalInt.empty(), what);
    }

    private void add(Severity severity, DomainName where, OptionalInt offset, String what) {
        findings.add(new Finding(severity, where, offset, what));
    }
}
