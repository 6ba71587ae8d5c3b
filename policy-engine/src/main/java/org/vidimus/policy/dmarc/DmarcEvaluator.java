package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.spf.SpfResult;

/// Evaluates DMARC for messages ([RFC 9989 §5.3](https://www.rfc-editor.org/rfc/rfc9989#section-5.3)).
///
/// At most 8 questions for the policy and the author's Organizational Domain, 8 for each identifier below it,
/// and one whether the author's domain exists; of several authors each. Immutable, for all threads.
public final class DmarcEvaluator {
    private final DmarcSettings settings;

    /// An evaluator.
    public DmarcEvaluator(DmarcSettings settings) {
        this.settings = settings;
    }

    /// Asks for the policy of the message's author, so that the answers are there when [#evaluate] needs them.
    /// Blocks; meant for a thread of its own.
    public void prefetch(Author author, Lookups dns) {
        switch (author) {
            case Author.Single(DomainName domain) ->
                Evaluation.finder(settings, dns).policy(domain);
            case Author.Several(List<DomainName> domains) -> {
                if (settings.severalAuthors() == DmarcSettings.SeveralAuthors.EVALUATE) {
                    domains.stream()
                            .limit(settings.authors())
                            .forEach(domain -> Evaluation.finder(settings, dns).policy(domain));
                }
            }
            case Author.None _, Author.Unreadable _ -> {}
        }
    }

    /// Evaluates one message. Blocks; never throws for anything in a message or the DNS.
    ///
    /// @param mailFrom the result of SPF for MAIL FROM, where it was checked
    /// @param dkim the results of all signatures
    public DmarcResult evaluate(Author author, Optional<SpfResult> mailFrom, List<DkimResult> dkim, Lookups dns) {
        return switch (author) {
            case Author.Single(DomainName domain) -> new Evaluation(domain, settings, dns).evaluate(mailFrom, dkim);
            case Author.Several(List<DomainName> domains) -> several(domains, mailFrom, dkim, dns);
            // §5.3.1: nothing to evaluate. A From that nobody can read is not the same as none.
            case Author.None(String why) ->
                undecided(DmarcResult.Status.NONE, settings.noAuthor(), "no author's domain: " + why, List.of());
            case Author.Unreadable(int _, String why) ->
                undecided(
                        DmarcResult.Status.PERMERROR,
                        settings.unreadableAuthor(),
                        "the From field cannot be read: " + why,
                        List.of());
        };
    }

    /// §11.5: a From with several domains is outside of DMARC, and a way around it where it is let through. It
    /// never passes; of the domains for which it fails, the strictest policy applies.
    private DmarcResult several(
            List<DomainName> domains, Optional<SpfResult> mailFrom, List<DkimResult> dkim, Lookups dns) {
        String why = "the From field names " + domains.size() + " domains";
        return switch (settings.severalAuthors()) {
            case QUARANTINE -> undecided(DmarcResult.Status.PERMERROR, DmarcPolicy.QUARANTINE, why, List.of());
            case REJECT -> undecided(DmarcResult.Status.PERMERROR, DmarcPolicy.REJECT, why, List.of());
            case EVALUATE -> strictest(domains, mailFrom, dkim, dns);
        };
    }

    private DmarcResult strictest(
            List<DomainName> domains, Optional<SpfResult> mailFrom, List<DkimResult> dkim, Lookups dns) {
        List<DmarcResult> results = domains.stream()
                .limit(settings.authors())
                .map(domain -> new Evaluation(domain, settings, dns).evaluate(mailFrom, dkim))
                .toList();
        List<String> steps = new ArrayList<>();
        for (DmarcResult result : results) {
            String domain = result.fromDomain().map(DomainName::toString).orElseThrow();
            result.steps().forEach(step -> steps.add(domain + ": " + step));
            steps.add(domain + ": " + result.status().word() + ", " + result.reason());
        }
        boolean complete = results.size() == domains.size();
        // Evaluating only some of them may miss the one that is being forged (§11.5).
        DmarcPolicy least = complete ? DmarcPolicy.NONE : DmarcPolicy.QUARANTINE;
        if (!complete) {
            steps.add("the other domains are not evaluated: more than " + settings.authors());
        }
        Optional<DmarcResult> worst = results.stream()
                .filter(result -> result.status() == DmarcResult.Status.FAIL)
                .max(Comparator.comparing(DmarcResult::applicable));
        DmarcPolicy applicable = worst.map(DmarcResult::applicable)
                .filter(policy -> policy.compareTo(least) > 0)
                .orElse(least);
        boolean open = results.stream().anyMatch(result -> result.status() == DmarcResult.Status.TEMPERROR);
        // What could not be looked up may only put off a message that nothing else speaks against.
        DmarcResult.Status status =
                open && applicable == DmarcPolicy.NONE ? DmarcResult.Status.TEMPERROR : DmarcResult.Status.PERMERROR;
        String why = "the From field names " + domains.size() + " domains, "
                + worst.flatMap(DmarcResult::fromDomain)
                        .map(domain -> "the strictest policy is that of " + domain)
                        .orElse("none of which fails");
        return worst.map(result -> new DmarcResult(
                        status,
                        Optional.empty(),
                        result.policyDomain(),
                        result.organizationalDomain(),
                        result.record(),
                        result.requested(),
                        applicable,
                        false,
                        false,
                        settings.discovery(),
                        why,
                        steps))
                .orElseGet(() -> undecided(status, applicable, why, steps));
    }

    private DmarcResult undecided(DmarcResult.Status status, DmarcPolicy policy, String why, List<String> steps) {
        return new DmarcResult(
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                policy,
                false,
                false,
                settings.discovery(),
                why,
                steps);
    }
}
