package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

/// The evaluation of one message for one Author Domain (§5.3). Confined to one call.
final class Evaluation {
    private final DomainName author;
    private final DmarcSettings settings;
    private final Lookups dns;
    private final DomainFinder finder;
    private final Alignment alignment;
    private final List<String> decisions = new ArrayList<>();

    Evaluation(DomainName author, DmarcSettings settings, Lookups dns) {
        this.author = author;
        this.settings = settings;
        this.dns = dns;
        this.finder = finder(settings, dns);
        this.alignment = new Alignment(author, finder);
    }

    static DomainFinder finder(DmarcSettings settings, Lookups dns) {
        return switch (settings.mode()) {
            case TREE_WALK -> new WalkFinder(dns, _ -> false);
            case GUARDED_TREE_WALK -> new WalkFinder(dns, settings.suffixes().orElseThrow()::isListed);
            case PSL -> new SuffixFinder(dns, settings.suffixes().orElseThrow(), false);
            case RFC7489 -> new SuffixFinder(dns, settings.suffixes().orElseThrow(), true);
        };
    }

    DmarcResult evaluate(Optional<SpfResult> mailFrom, List<DkimResult> dkim) {
        return switch (finder.policy(author)) {
            case DomainFinder.Policy.Unknown(String why) -> without(DmarcResult.Status.TEMPERROR, why);
            case DomainFinder.Policy.Missing(String why) -> without(DmarcResult.Status.NONE, why);
            case DomainFinder.Policy.Found(DomainName domain, DmarcRecord record) -> {
                if (isFlawed(record) && record.aggregateReports().isEmpty()) {
                    // §4.10.1: no DMARC processing. Interpretation: the search does not go on above such a
                    // record.
                    String why = "the record of " + domain + " has no valid policy and asks for no reports";
                    yield without(DmarcResult.Status.NONE, why);
                }
                yield judge(domain, record, mailFrom, dkim);
            }
        };
    }

    private DmarcResult without(DmarcResult.Status status, String why) {
        return new DmarcResult(
                status,
                Optional.of(author),
                Optional.empty(),
                status == DmarcResult.Status.NONE ? finder.organizationalDomain(author) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DmarcPolicy.NONE,
                false,
                false,
                settings.discovery(),
                why,
                steps());
    }

    private DmarcResult judge(
            DomainName policyDomain, DmarcRecord record, Optional<SpfResult> mailFrom, List<DkimResult> dkim) {
        Alignment.Answer spf =
                best("SPF", spfDomains(mailFrom, SpfVerdict.Pass.class), record.strictSpf(), "passed for ");
        Alignment.Answer signatures =
                best("DKIM", dkimDomains(dkim, DkimVerdict.Pass.class), record.strictDkim(), "passed for ");
        boolean pass = spf == Alignment.Answer.YES || signatures == Alignment.Answer.YES;
        // §5.3.6: without a pass, what could have been one had the DNS answered leaves the question open.
        boolean open = !pass
                && (spf == Alignment.Answer.UNKNOWN
                        || signatures == Alignment.Answer.UNKNOWN
                        || mightAlign("SPF", spfDomains(mailFrom, SpfVerdict.TempError.class), record.strictSpf())
                        || mightAlign("DKIM", dkimDomains(dkim, DkimVerdict.TempError.class), record.strictDkim()));
        boolean fail = !pass && !open;
        DmarcPolicy requested = requested(policyDomain, record, fail);
        return new DmarcResult(
                pass ? DmarcResult.Status.PASS : open ? DmarcResult.Status.TEMPERROR : DmarcResult.Status.FAIL,
                Optional.of(author),
                Optional.of(policyDomain),
                organization(pass, policyDomain),
                Optional.of(record),
                Optional.of(requested),
                fail ? afterTestMode(record, requested) : DmarcPolicy.NONE,
                spf == Alignment.Answer.YES,
                signatures == Alignment.Answer.YES,
                settings.discovery(),
                reason(pass, open, spf, signatures),
                steps());
    }

    private String reason(boolean pass, boolean open, Alignment.Answer spf, Alignment.Answer signatures) {
        if (pass) {
            String both = signatures == Alignment.Answer.YES ? "SPF and DKIM" : "SPF";
            return "aligned by " + (spf == Alignment.Answer.YES ? both : "DKIM");
        }
        return open
                ? "what might be aligned with " + author + " could not be looked up"
                : "nothing that SPF or DKIM authenticated is aligned with " + author;
    }

    /// §4.4.2: MAIL FROM, or postmaster at HELO where that is empty; a pass of HELO itself never counts.
    private static Set<DomainName> spfDomains(Optional<SpfResult> mailFrom, Class<? extends SpfVerdict> verdict) {
        return mailFrom.filter(result -> result.identity() == SpfIdentity.MAIL_FROM)
                .filter(result -> verdict.isInstance(result.verdict()))
                .flatMap(SpfResult::domain)
                .map(Set::of)
                .orElse(Set.of());
    }

    /// §4.4.1: the signing domains. In an order of their own, so that the order of the fields changes nothing.
    private Set<DomainName> dkimDomains(List<DkimResult> dkim, Class<? extends DkimVerdict> verdict) {
        Set<DomainName> domains = new TreeSet<>();
        for (DkimResult result : dkim) {
            // RFC 6376 §3.6.1: a signature made while testing is to be treated like none.
            boolean counts = settings.testingKeys() || !result.testing();
            if (verdict.isInstance(result.verdict()) && result.domain().isPresent()) {
                if (counts) {
                    domains.add(result.domain().get());
                } else {
                    decisions.add("DKIM: the signature of " + result.domain().get() + " is a test (t=y): not counted");
                }
            }
        }
        return domains;
    }

    /// YES if one is aligned, else UNKNOWN if one may be. The author's own domain is tried first, as it needs
    /// no walk.
    private Alignment.Answer best(String method, Set<DomainName> domains, boolean strict, String what) {
        Alignment.Answer best = Alignment.Answer.NO;
        for (DomainName domain : authorFirst(domains)) {
            Alignment.Answer answer = alignment.of(domain, strict);
            decisions.add(method + ": " + what + domain + ", " + describe(answer, strict));
            if (answer == Alignment.Answer.YES) {
                return answer; // §5.3.5: one is enough
            }
            best = answer == Alignment.Answer.UNKNOWN ? answer : best;
        }
        return best;
    }

    private boolean mightAlign(String method, Set<DomainName> domains, boolean strict) {
        return best(method, domains, strict, "could not be checked for ") != Alignment.Answer.NO;
    }

    private Collection<DomainName> authorFirst(Set<DomainName> domains) {
        return Stream.concat(domains.stream().filter(author::equals), domains.stream())
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    private static String describe(Alignment.Answer answer, boolean strict) {
        return switch (answer) {
                    case YES -> "aligned";
                    case NO -> "not aligned";
                    case UNKNOWN -> "which may be aligned";
                }
                + (strict ? " (strict)" : " (relaxed)");
    }

    /// Whether the bad-p rule of §4.10.1 applies to the record.
    private boolean isFlawed(DmarcRecord record) {
        return record.policy().isEmpty()
                || record.invalidTags().contains("sp")
                || (settings.mode() != DmarcSettings.Mode.RFC7489
                        && record.invalidTags().contains("np"));
    }

    private DmarcPolicy requested(DomainName policyDomain, DmarcRecord record, boolean fail) {
        if (isFlawed(record)) {
            decisions.add("The record has no valid policy but asks for reports: as if it said p=none");
            return DmarcPolicy.NONE;
        }
        DmarcPolicy own = record.policy().orElseThrow();
        if (policyDomain.equals(author)) {
            return own; // §4.10.1: here sp and np mean nothing
        }
        DmarcPolicy existing = record.subdomainPolicy().orElse(own);
        DmarcPolicy nonexistent = settings.mode() == DmarcSettings.Mode.RFC7489
                ? existing
                : record.nonexistentPolicy().orElse(existing);
        // Which of the two applies matters only to mail that fails, and only where they differ.
        return fail && existing != nonexistent && !authorExists() ? nonexistent : existing;
    }

    /// §3.2.13: a domain does not exist if the DNS says NXDOMAIN of it; then it does so whatever type is asked
    /// for ([RFC 8020 §2](https://www.rfc-editor.org/rfc/rfc8020#section-2)). A failure says nothing.
    private boolean authorExists() {
        boolean exists = switch (dns.lookup(author, RecordType.A)) {
            case Answer.NoSuchName _ -> false;
            case Answer.Found _, Answer.NoRecords _, Answer.Unavailable _ -> true;
        };
        decisions.add(author + (exists ? " exists, so sp applies" : " does not exist, so np applies"));
        return exists;
    }

    private DmarcPolicy afterTestMode(DmarcRecord record, DmarcPolicy requested) {
        boolean firstEdition = settings.mode() == DmarcSettings.Mode.RFC7489;
        // Deviation: where RFC 7489 §6.6.4 applies the policy to pct percent of the mail, drawn by lot, we
        // apply it to all of it unless pct=0, the one value that says something certain (RFC 9989 Appendix
        // A.6).
        boolean testing = firstEdition ? record.sampledOut() : record.testing();
        if (!testing || requested == DmarcPolicy.NONE) {
            return requested;
        }
        decisions.add((firstEdition ? "pct=0" : "t=y") + ": the policy applied is one level below " + requested.word());
        return requested == DmarcPolicy.REJECT ? DmarcPolicy.QUARANTINE : DmarcPolicy.NONE;
    }

    /// The Organizational Domain for people and reports. A message that passes on the author's own domain needs
    /// no walk, and §4.10.2 takes that domain for it; otherwise it is looked up now if it was not before, and
    /// if that fails nothing depends on it.
    private Optional<DomainName> organization(boolean pass, DomainName policyDomain) {
        return pass && !alignment.authorWalked() && policyDomain.equals(author)
                ? Optional.of(author)
                : finder.organizationalDomain(author);
    }

    private List<String> steps() {
        return Stream.concat(finder.queries().stream().map(TreeWalk.Query::toString), decisions.stream())
                .toList();
    }
}
