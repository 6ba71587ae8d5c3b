package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// Walks through a record and those it leads to, for [SpfLint].
///
/// Confined to one call.
final class LintWalk {
    private static final int MAX_RECORDS = 60;
    private static final int MAX_FINDINGS = 500;
    private static final int LONG = 450; // RFC 7208 §3.4: with the rest of the answer below 512 octets
    private static final int WIDE4 = 16;
    private static final int WIDE6 = 32;

    private final DomainName domain;
    private final Budgets.Spf budget;
    private final Lookups dns;
    private final List<SpfFinding> findings = new ArrayList<>();
    private final AddressSet addresses4 = new AddressSet(32);
    private final AddressSet addresses6 = new AddressSet(128);
    private final Set<DomainName> path = new LinkedHashSet<>();
    private int records;
    private int terms;
    private int voids4;
    private int voids6;
    private boolean openEnded;

    LintWalk(DomainName domain, Budgets.Spf budget, Lookups dns) {
        this.domain = domain;
        this.budget = budget;
        this.dns = dns;
    }

    SpfLint run() {
        Optional<String> record = walk(domain, true, SpfFinding.Kind.NO_RECORD);
        if (terms > budget.terms()) {
            String message = terms + " terms ask the DNS, receivers stop after " + budget.terms();
            about(SpfFinding.Kind.TOO_MANY_TERMS, domain, message);
        }
        int voids = Math.max(voids4, voids6);
        if (voids > budget.voidLookups()) {
            String family = voids4 > budget.voidLookups() ? "" : " for IPv6 clients";
            String message =
                    voids + " lookups find nothing" + family + ", receivers stop after " + budget.voidLookups();
            about(SpfFinding.Kind.TOO_MANY_VOIDS, domain, message);
        }
        findings.sort(Comparator.comparing(finding -> finding.kind().severity()));
        return new SpfLint(
                domain, record, terms, voids4, voids6, addresses4.count(), addresses6.count(), openEnded, findings);
    }

    private void about(SpfFinding.Kind kind, DomainName where, String message) {
        add(new SpfFinding(kind, where, Optional.empty(), OptionalInt.empty(), message));
    }

    private void find(SpfFinding.Kind kind, DomainName where, SpfTerm term, String message) {
        add(new SpfFinding(kind, where, Optional.of(term.text()), OptionalInt.of(term.offset()), message));
    }

    private void add(SpfFinding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    /// Follows the record of a domain.
    ///
    /// @param passes whether what it passes counts
    /// @param none what it is if there is no record
    private Optional<String> walk(DomainName name, boolean passes, SpfFinding.Kind none) {
        if (path.contains(name) || records++ >= MAX_RECORDS) {
            return path.contains(name)
                    ? nothing(SpfFinding.Kind.LOOP, name, "leads back to itself")
                    : nothing(
                            SpfFinding.Kind.TOO_LARGE, name, "more than " + MAX_RECORDS + " records, so not followed");
        }
        path.add(name);
        Optional<String> text = switch (dns.lookup(name, RecordType.TXT)) {
            case Answer.Unavailable(Answer.Cause _, String detail) ->
                nothing(SpfFinding.Kind.UNAVAILABLE, name, "TXT lookup: " + detail);
            case Answer.NoSuchName _ -> nothing(none, name, "no such name");
            case Answer.NoRecords _ -> nothing(none, name, "no TXT record");
            case Answer.Found(List<Data> found, boolean _) -> select(name, found, passes, none);
        };
        path.remove(name);
        return text;
    }

    private Optional<String> nothing(SpfFinding.Kind kind, DomainName name, String message) {
        about(kind, name, message);
        return Optional.empty();
    }

    private Optional<String> select(DomainName name, List<Data> found, boolean passes, SpfFinding.Kind none) {
        List<Bytes> spf = new ArrayList<>();
        for (Data data : found) {
            if (data instanceof Data.Text(Bytes value) && SpfRecord.isSpf(value)) {
                spf.add(value);
            }
        }
        if (spf.size() != 1) {
            return spf.isEmpty()
                    ? nothing(none, name, "no TXT record that begins with v=spf1")
                    : nothing(SpfFinding.Kind.SEVERAL_RECORDS, name, spf.size() + " SPF records");
        }
        Bytes text = spf.getFirst();
        if (text.length() > LONG) {
            about(SpfFinding.Kind.LONG, name, text.length() + " octets, more than " + LONG);
        }
        switch (SpfRecord.parse(text, budget)) {
            case Parsed.Ok<SpfRecord>(SpfRecord record) -> examine(record, name, passes);
            case Parsed.Malformed<SpfRecord> _ -> mistakes(text, name);
        }
        return Optional.of(text.excerpt(budget.recordBytes()));
    }

    private void mistakes(Bytes text, DomainName name) {
        for (SpfRecord.Mistake mistake : SpfRecord.mistakes(text, budget)) {
            add(new SpfFinding(
                    SpfFinding.Kind.MISTAKE,
                    name,
                    Optional.of(termAt(text, mistake.offset())),
                    OptionalInt.of(mistake.offset()),
                    mistake.why()));
        }
    }

    /// The term around an octet, as far as it is good to print.
    private static String termAt(Bytes text, int offset) {
        int start = Math.min(offset, text.length());
        while (start > 0 && text.at(start - 1) != ' ') {
            start--;
        }
        int end = text.indexOf(' ', Math.min(offset, text.length()));
        return text.slice(start, Math.max(start, end < 0 ? text.length() : end)).excerpt(LONG);
    }

    private void examine(SpfRecord record, DomainName name, boolean passes) {
        Set<String> seen = new HashSet<>();
        boolean all = false;
        for (SpfTerm term : record.terms()) {
            if (term instanceof SpfTerm.Directive && !seen.add(lower(term.text()))) {
                find(SpfFinding.Kind.DUPLICATE, name, term, "stands there twice");
            }
            switch (term) {
                case SpfTerm.Directive directive -> {
                    if (all) {
                        find(SpfFinding.Kind.UNREACHABLE, name, directive, "behind all, so never reached");
                    } else {
                        all = directive.mechanism() instanceof SpfMechanism.All;
                        directive(directive, name, passes);
                    }
                }
                case SpfTerm.Unknown(String modifier, MacroString _, String _, int _) ->
                    find(SpfFinding.Kind.UNKNOWN_MODIFIER, name, term, "no meaning is known for " + modifier);
                case SpfTerm.Redirect _, SpfTerm.Explanation _ -> {}
            }
        }
        if (record.redirect().isPresent()) {
            redirect(record.redirect().get(), all, name, passes);
        } else if (!all && path.size() == 1) {
            about(SpfFinding.Kind.NO_DEFAULT, name, "neither all nor redirect: everybody else is neutral");
        }
    }

    private static String lower(String text) {
        return Bytes.utf8(text).toLowerCaseAscii().latin1();
    }

    private void redirect(SpfTerm.Redirect redirect, boolean all, DomainName name, boolean passes) {
        if (all) {
            find(SpfFinding.Kind.UNREACHABLE, name, redirect, "never looked at beside all");
            return;
        }
        terms++;
        resolve(Optional.of(redirect.domain()), redirect, name)
                .ifPresent(target -> walk(target, passes, SpfFinding.Kind.NO_TARGET));
    }

    private void directive(SpfTerm.Directive directive, DomainName name, boolean passes) {
        boolean pass = passes && directive.qualifier() == Qualifier.PASS;
        terms += directive.mechanism().asksDns() ? 1 : 0;
        switch (directive.mechanism()) {
            case SpfMechanism.All _ -> {
                if (pass) {
                    addresses4.addAll();
                    addresses6.addAll();
                    find(SpfFinding.Kind.PASSES_ALL, name, directive, "every host on the Internet may send");
                }
            }
            case SpfMechanism.Ip(Network network) -> {
                int wide = network.address().length() == 4 ? WIDE4 : WIDE6;
                if (pass && network.prefix() < wide) {
                    find(SpfFinding.Kind.WIDE, name, directive, "a network larger than /" + wide);
                }
                add(network, pass);
            }
            case SpfMechanism.Include(MacroString target) ->
                resolve(Optional.of(target), directive, name)
                        .ifPresent(included -> walk(included, pass, SpfFinding.Kind.NO_TARGET));
            case SpfMechanism.A(Optional<MacroString> target, int prefix4, int prefix6) ->
                resolve(target, directive, name)
                        .ifPresent(host -> hosts(List.of(host), directive, name, prefix4, prefix6, pass));
            case SpfMechanism.Mx(Optional<MacroString> target, int prefix4, int prefix6) ->
                resolve(target, directive, name)
                        .map(mx -> exchanges(mx, directive, name))
                        .ifPresent(hosts -> hosts(hosts, directive, name, prefix4, prefix6, pass));
            case SpfMechanism.Ptr _ -> {
                openEnded |= pass;
                find(
                        SpfFinding.Kind.USES_PTR,
                        name,
                        directive,
                        "slow, unreliable, and asks to be left out (RFC 7208 5.5)");
            }
            case SpfMechanism.Exists(MacroString target) -> {
                openEnded |= pass;
                resolve(Optional.of(target), directive, name)
                        .ifPresent(host -> lookup(host, RecordType.A, directive, name));
            }
        }
    }

    private void add(Network network, boolean pass) {
        if (pass) {
            (network.address().length() == 4 ? addresses4 : addresses6).add(network);
        }
    }

    private List<DomainName> exchanges(DomainName mx, SpfTerm term, DomainName name) {
        List<DomainName> hosts = new ArrayList<>();
        List<Data> found = lookup(mx, RecordType.MX, term, name);
        if (found.size() > budget.mxNames()) {
            String message = found.size() + " MX records, receivers stop after " + budget.mxNames();
            find(SpfFinding.Kind.TOO_MANY_HOSTS, name, term, message);
            return hosts;
        }
        for (Data data : found) {
            if (data instanceof Data.Exchange(int _, Optional<DomainName> host)) {
                host.ifPresent(hosts::add);
            }
        }
        return hosts;
    }

    private void hosts(List<DomainName> hosts, SpfTerm term, DomainName name, int prefix4, int prefix6, boolean pass) {
        for (DomainName host : hosts) {
            Optional<List<Data>> found4 = records(host, RecordType.A, term, name);
            Optional<List<Data>> found6 = records(host, RecordType.AAAA, term, name);
            boolean void4 = found4.isPresent() && found4.get().isEmpty();
            boolean void6 = found6.isPresent() && found6.get().isEmpty();
            voids4 += void4 ? 1 : 0;
            voids6 += void6 ? 1 : 0;
            if (void4 && void6) {
                find(SpfFinding.Kind.VOID_LOOKUP, name, term, host + " has no address");
            }
            found4.orElse(List.of()).forEach(data -> address(data, prefix4, pass));
            found6.orElse(List.of()).forEach(data -> address(data, prefix6, pass));
        }
    }

    private void address(Data data, int prefix, boolean pass) {
        if (data instanceof Data.Address(var address) && prefix <= address.getAddress().length * 8) {
            add(new Network(Bytes.of(address.getAddress()), prefix), pass);
        }
    }

    /// A lookup that is the same for both families.
    private List<Data> lookup(DomainName target, RecordType type, SpfTerm term, DomainName name) {
        Optional<List<Data>> found = records(target, type, term, name);
        if (found.isPresent() && found.get().isEmpty()) {
            voids4++;
            voids6++;
            find(SpfFinding.Kind.VOID_LOOKUP, name, term, target + " has no " + type + " record");
        }
        return found.orElse(List.of());
    }

    /// The records, none perhaps; empty if nobody could say.
    private Optional<List<Data>> records(DomainName target, RecordType type, SpfTerm term, DomainName name) {
        return switch (dns.lookup(target, type)) {
            case Answer.Found(List<Data> found, boolean _) -> Optional.of(found);
            case Answer.NoRecords _, Answer.NoSuchName _ -> Optional.of(List.of());
            case Answer.Unavailable(Answer.Cause _, String detail) -> {
                find(SpfFinding.Kind.UNAVAILABLE, name, term, type + " lookup of " + target + ": " + detail);
                yield Optional.empty();
            }
        };
    }

    /// The domain of a term, where it is the same for every message.
    private Optional<DomainName> resolve(Optional<MacroString> text, SpfTerm term, DomainName name) {
        if (text.isEmpty()) {
            return Optional.of(name);
        }
        for (MacroLetter letter : MacroLetter.values()) {
            boolean fixed = letter == MacroLetter.DOMAIN || letter == MacroLetter.SENDER_DOMAIN;
            if (!fixed && text.get().uses(letter)) {
                openEnded = true;
                find(SpfFinding.Kind.DEPENDS, name, term, "depends on the message, so not followed");
                return Optional.empty();
            }
        }
        return text.get().expandDomain(letter -> (letter == MacroLetter.DOMAIN ? name : domain).toString());
    }
}
