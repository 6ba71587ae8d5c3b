package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// Which policy of a record applies to an Author Domain (§4.7, §4.10.1). Confined to one call.
final class PolicyChoice {
    private final DomainName author;
    private final DomainName policyDomain;
    private final DmarcRecord record;
    private final boolean firstEdition;
    private final Lookups dns;
    private final List<String> steps = new ArrayList<>();

    /// The choice for `author` from the record of `policyDomain`.
    PolicyChoice(DomainName author, DomainName policyDomain, DmarcRecord record, DmarcSettings settings, Lookups dns) {
        this.author = author;
        this.policyDomain = policyDomain;
        this.record = record;
        this.firstEdition = settings.mode() == DmarcSettings.Mode.RFC7489;
        this.dns = dns;
    }

    /// Whether the record applies to nothing: it has no policy that is valid, and does not even ask for
    /// reports.
    boolean isVoid() {
        return isFlawed() && record.aggregateReports().isEmpty();
    }

    /// §4.10.1: p missing or not valid, or sp or np not valid. A bad sp spoils a good p as well.
    boolean isFlawed() {
        return record.policy().isEmpty()
                || record.invalidTags().contains("sp")
                || (!firstEdition && record.invalidTags().contains("np"));
    }

    /// The policy that the Domain Owner asks for.
    ///
    /// @param exactly whether sp and np are told apart, which takes a question where they differ
    DmarcPolicy requested(boolean exactly) {
        if (isFlawed()) {
            steps.add("The record has no valid policy but asks for reports: as if it said p=none");
            return DmarcPolicy.NONE;
        }
        DmarcPolicy own = record.policy().orElseThrow();
        if (policyDomain.equals(author)) {
            return own; // §4.10.1: here sp and np mean nothing
        }
        DmarcPolicy existing = record.subdomainPolicy().orElse(own);
        DmarcPolicy nonexistent =
                firstEdition ? existing : record.nonexistentPolicy().orElse(existing);
        return exactly && existing != nonexistent && !authorExists() ? nonexistent : existing;
    }

    /// §3.2.13: a domain does not exist if the DNS says NXDOMAIN of it; then it does so whatever type is asked
    /// for ([RFC 8020 §2](https://www.rfc-editor.org/rfc/rfc8020#section-2)). A failure says nothing.
    private boolean authorExists() {
        boolean exists = switch (dns.lookup(author, RecordType.A)) {
            case Answer.NoSuchName _ -> false;
            case Answer.Found _, Answer.NoRecords _, Answer.Unavailable _ -> true;
        };
        steps.add(author + (exists ? " exists, so sp applies" : " does not exist, so np applies"));
        return exists;
    }

    /// The policy to apply to mail that fails, where `requested` is asked for.
    DmarcPolicy applicable(DmarcPolicy requested) {
        // Deviation: where RFC 7489 §6.6.4 applies the policy to pct percent of the mail, drawn by lot, we
        // apply it to all of it unless pct=0, the one value that says something certain (RFC 9989 Appendix
        // A.6).
        boolean testing = firstEdition ? record.sampledOut() : record.testing();
        if (!testing || requested == DmarcPolicy.NONE) {
            return requested;
        }
        steps.add((firstEdition ? "pct=0" : "t=y") + ": the policy applied is one level below " + requested.word());
        return requested == DmarcPolicy.REJECT ? DmarcPolicy.QUARANTINE : DmarcPolicy.NONE;
    }

    /// What was decided so far, in order, for people.
    List<String> steps() {
        return List.copyOf(steps);
    }
}
