package org.vidimus.policy.spf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;

/// What can be said about a domain's record without a message: what it costs, whom it lets send, and what is
/// wrong with it. Included records and the one it redirects to are part of it.
///
/// The counts are those of a client that nothing matches, the worst case.
///
/// Immutable.
///
/// @param domain whose record
/// @param record the record; empty where there is none, or more than one
/// @param terms how many terms ask the DNS
/// @param voidLookups4 how many lookups find nothing for an IPv4 client
/// @param voidLookups6 how many do for an IPv6 client
/// @param addresses4 how many IPv4 addresses some directive passes, each counted once
/// @param addresses6 how many IPv6 addresses
/// @param openEnded whether there are terms that may pass more, and that depend on the message or the client
/// @param findings what there is to be said, the worst first
public record SpfLint(
        DomainName domain,
        Optional<String> record,
        int terms,
        int voidLookups4,
        int voidLookups6,
        BigInteger addresses4,
        BigInteger addresses6,
        boolean openEnded,
        List<SpfFinding> findings) {
    /// Copies the list.
    public SpfLint {
        findings = List.copyOf(findings);
    }

    /// Examines the record of `domain`. Bounded by `dns` and by a number of records; never throws.
    public static SpfLint of(DomainName domain, Budgets.Spf budget, Lookups dns) {
        return new LintWalk(domain, budget, dns).run();
    }

    /// Whether receivers answer with an error, or there is no record.
    public boolean hasErrors() {
        return findings.stream().anyMatch(f -> f.kind().severity() == SpfFinding.Severity.ERROR);
    }

    /// The whole for people to read, line by line: printable ASCII.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(domain + ": " + record.orElse("no SPF record"));
        lines.add("terms that ask the DNS: " + terms);
        lines.add("lookups that find nothing: " + voidLookups4 + " for IPv4 clients, " + voidLookups6 + " for IPv6");
        lines.add("addresses that may send: " + addresses4 + " IPv4, " + count6(addresses6) + " IPv6"
                + (openEnded ? ", and more that depend on the message" : ""));
        findings.forEach(finding -> lines.add(finding.toString()));
        return lines;
    }

    /// Large numbers of IPv6 addresses only make sense as a power of two.
    private static String count6(BigInteger addresses) {
        return addresses.bitLength() <= 20 ? addresses.toString() : "about 2^" + (addresses.bitLength() - 1);
    }
}
