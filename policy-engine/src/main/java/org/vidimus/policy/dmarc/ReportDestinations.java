package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.policy.dmarc.DmarcLint.Consent;
import org.vidimus.policy.dmarc.DmarcLint.Destination;
import org.vidimus.policy.dmarc.DmarcLint.Finding;
import org.vidimus.policy.dmarc.DmarcLint.Severity;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// Whether those whom a record names for reports want them ([RFC 9990
/// §4](https://www.rfc-editor.org/rfc/rfc9990#section-4)): otherwise anybody could have reports sent to
/// anybody. Confined to one call.
final class ReportDestinations {
    /// Hosts beyond this are not looked up.
    private static final int MAX_HOSTS = 10;

    private final DomainName policyDomain;
    private final DomainFinder finder;
    private final Lookups dns;
    private final Map<DomainName, Consent> hosts = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    ReportDestinations(DomainName policyDomain, DomainFinder finder, Lookups dns) {
        this.policyDomain = policyDomain;
        this.finder = finder;
        this.dns = dns;
    }

    List<Destination> of(DmarcRecord record) {
        List<Destination> destinations = new ArrayList<>();
        record.aggregateReports().forEach(uri -> destinations.add(destination("rua", uri)));
        record.failureReports().forEach(uri -> destinations.add(destination("ruf", uri)));
        return destinations;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private Destination destination(String tag, String uri) {
        boolean mail = uri.regionMatches(true, 0, "mailto:", 0, 7);
        if (!mail) {
            add(Severity.WARNING, tag + "=: only mailto: is known to every receiver, not " + uri);
        }
        Optional<DomainName> host = ReportUri.host(uri);
        if (host.isEmpty()) {
            return new Destination(tag, uri, Consent.UNKNOWN);
        }
        if (!hosts.containsKey(host.get()) && hosts.size() >= MAX_HOSTS) {
            add(Severity.WARNING, tag + "=: more than " + MAX_HOSTS + " hosts; " + host.get() + " was not looked up");
            return new Destination(tag, uri, Consent.UNKNOWN);
        }
        return new Destination(tag, uri, hosts.computeIfAbsent(host.get(), name -> examine(tag, name, mail)));
    }

    private Consent examine(String tag, DomainName host, boolean mail) {
        if (mail) {
            examineMail(tag, host);
        }
        Optional<DomainName> ours = finder.organizationalDomain(policyDomain);
        Optional<DomainName> theirs = finder.organizationalDomain(host);
        if (ours.isEmpty() || theirs.isEmpty()) {
            add(Severity.WARNING, tag + "=: the Organizational Domain of " + host + " could not be looked up");
            return Consent.UNKNOWN;
        }
        return ours.equals(theirs) ? Consent.NOT_NEEDED : consent(tag, host);
    }

    private Consent consent(String tag, DomainName host) {
        Optional<DomainName> name = host.under(policyDomain + "._report._dmarc");
        if (name.isEmpty()) {
            // RFC 9990 §4: what cannot be asked for is not given.
            add(Severity.ERROR, tag + "=: " + host + " cannot agree to reports, the name for that is too long");
            return Consent.MISSING;
        }
        return switch (dns.lookup(name.get(), RecordType.TXT)) {
            case Answer.Found(List<Data> records, boolean _)
            when records.stream().anyMatch(Linter::isPolicy) -> Consent.GIVEN;
            case Answer.Found _, Answer.NoRecords _, Answer.NoSuchName _ -> {
                add(
                        Severity.ERROR,
                        tag + "=: reports do not go to " + host + " unless it publishes v=DMARC1 at " + name.get());
                yield Consent.MISSING;
            }
            case Answer.Unavailable(Answer.Cause _, String detail) -> {
                add(Severity.WARNING, tag + "=: " + name.get() + " could not be asked: " + detail);
                yield Consent.UNKNOWN;
            }
        };
    }

    private void examineMail(String tag, DomainName host) {
        switch (dns.lookup(host, RecordType.MX)) {
            case Answer.NoSuchName _ ->
                add(Severity.ERROR, tag + "=: " + host + " does not exist, so reports cannot be delivered");
            case Answer.Found(List<Data> records, boolean _) -> {
                if (records.stream()
                        .allMatch(data ->
                                data instanceof Data.Exchange(int _, Optional<DomainName> name) && name.isEmpty())) {
                    add(Severity.ERROR, tag + "=: " + host + " takes no mail (null MX, RFC 7505)");
                }
            }
            case Answer.NoRecords _, Answer.Unavailable _ -> {}
        }
    }

    private void add(Severity severity, String what) {
        findings.add(new Finding(severity, policyDomain, OptionalInt.empty(), what));
    }
}
