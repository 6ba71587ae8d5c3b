package org.vidimus.signer.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.policy.dns.DomainName;

/// For whom a list of rules signs, in all. Immutable.
///
/// @param authors the domains of the authors; empty where they cannot be counted, as with a star
/// @param signers the domains that sign; empty where they cannot be counted
record Coverage(Optional<Set<DomainName>> authors, Optional<Set<DomainName>> signers) {
    static Coverage of(List<SigningRule> rules) {
        Optional<Set<DomainName>> authors = Optional.of(new HashSet<>());
        Optional<Set<DomainName>> signers = Optional.of(new HashSet<>());
        for (SigningRule rule : rules) {
            Optional<Set<DomainName>> own = exact(rule.from());
            authors = joined(authors, own);
            for (RuleKey key : rule.keys()) {
                signers = joined(
                        signers,
                        switch (key) {
                            case RuleKey.Ready ready ->
                                Optional.of(Set.of(ready.key().domain()));
                            case RuleKey.Broken broken -> Optional.of(Set.of(broken.domain()));
                            case RuleKey.Managed managed ->
                                managed.domain().map(Set::of).or(() -> own);
                        });
            }
        }
        return new Coverage(authors, signers);
    }

    private static Optional<Set<DomainName>> exact(List<AddressPattern> patterns) {
        return patterns.stream().allMatch(pattern -> pattern.host() instanceof AddressPattern.Host.Exactly)
                ? Optional.of(patterns.stream()
                        .map(AddressPattern::host)
                        .filter(AddressPattern.Host.Exactly.class::isInstance)
                        .map(host -> ((AddressPattern.Host.Exactly) host).domain())
                        .collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static Optional<Set<DomainName>> joined(Optional<Set<DomainName>> all, Optional<Set<DomainName>> more) {
        if (all.isEmpty() || more.isEmpty()) {
            return Optional.empty();
        }
        Set<DomainName> both = new HashSet<>(all.get());
        both.addAll(more.get());
        return Optional.of(both);
    }

    /// Whether it is one domain that is signed for, or one domain that signs: then nobody can use a signature
    /// to write as somebody else's domain.
    boolean isSingle() {
        return authors.filter(domains -> domains.size() <= 1).isPresent()
                || signers.filter(domains -> domains.size() <= 1).isPresent();
    }
}
