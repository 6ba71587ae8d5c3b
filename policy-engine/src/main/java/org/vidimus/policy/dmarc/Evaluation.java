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
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
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
                PolicyChoice choice = new PolicyChoice(author, domain, record, settings, dns);
                if (choice.isVoid()) {
                    // §4.10.1: no DMARC processing. Interpretation: the search ends at such a record.
                    String why = "the record of " + domain + " has no valid policy and asks for no reports";
                    yield without(DmarcResult.Status.NONE, why);
                }
                yield judge(domain, record, choice, mailFrom, dkim);
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
            DomainName policyDomain,
            DmarcRecord record,
            PolicyChoice choice,
            Optional<SpfResult> mailFrom,
            List<DkimResult> dkim) {
        Best spf = best("SPF: passed for ", spfDomains(mailFrom, SpfVerdict.Pass.class), record.strictSpf());
        Best signatures = best("DKIM: passed for ", dkimDomains(dkim, DkimVerdict.Pass.class), record.strictDkim());
        boolean pass = spf == Best.ALIGNED || signatures == Best.ALIGNED;
        // §5.3.6: without a pass, what could have been one had the DNS answered leaves the question open.
        boolean open = !pass
                && (spf == Best.OPEN
                        || signatures == Best.OPEN
                        || mightAlign("SPF", spfDomains(mailFrom, SpfVerdict.TempError.class), record.strictSpf())
                        || mightAlign("DKIM", dkimDomains(dkim, DkimVerdict.TempError.class), record.strictDkim()));
        boolean fail = !pass && !open;
        // Which of sp and np applies matters only to mail that fails.
        DmarcPolicy requested = choice.requested(fail);
        DmarcPolicy applicable = fail ? choice.applicable(requested) : DmarcPolicy.NONE;
        decisions.addAll(choice.steps());
        decisions.add("the record of " + policyDomain + " asks for " + requested.word()
                + (fail ? ", to be applied: " + applicable.word() : "; nothing to apply"));
        return new DmarcResult(
                pass ? DmarcResult.Status.PASS : open ? DmarcResult.Status.TEMPERROR : DmarcResult.Status.FAIL,
                Optional.of(author),
                Optional.of(policyDomain),
                organization(pass, policyDomain),
                Optional.of(record),
                Optional.of(requested),
                applicable,
                spf == Best.ALIGNED,
                signatures == Best.ALIGNED,
                settings.discovery(),
                reason(pass, open, spf, signatures),
                steps());
    }

    private String reason(boolean pass, boolean open, Best spf, Best signatures) {
        if (pass) {
            return "aligned by " + (spf != Best.ALIGNED ? "DKIM" : signatures != Best.ALIGNED ? "SPF" : "SPF and DKIM");
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

    /// What the best of several identifiers is worth.
    private enum Best {
        ALIGNED,
        OPEN,
        FOREIGN
    }

    /// ALIGNED if one is aligned, else OPEN if one may be. The author's own domain is tried first, as it needs
    /// no walk.
    private Best best(String what, Set<DomainName> domains, boolean strict) {
        Best best = Best.FOREIGN;
        for (DomainName domain : authorFirst(domains)) {
            switch (alignment.of(domain, strict)) {
                case Alignment.Verdict.Aligned(String why) -> {
                    decisions.add(what + domain + ", " + why);
                    return Best.ALIGNED; // §5.3.5: one is enough
                }
                case Alignment.Verdict.Open(String why) -> {
                    decisions.add(what + domain + ", " + why);
                    best = Best.OPEN;
                }
                case Alignment.Verdict.Foreign(String why) -> decisions.add(what + domain + ", " + why);
            }
        }
        return best;
    }

    private boolean mightAlign(String method, Set<DomainName> domains, boolean strict) {
        return best(method + ": could not be checked for ", domains, strict) != Best.FOREIGN;
    }

    private Collection<DomainName> authorFirst(Set<DomainName> domains) {
        return Stream.concat(domains.stream().filter(author::equals), domains.stream())
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
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
