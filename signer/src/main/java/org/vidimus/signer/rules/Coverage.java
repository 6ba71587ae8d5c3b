package org.vidimus.signer.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.dns.DomainName;

/// For whom a list of rules signs, in all. Not changed once [#of] has returned.
final class Coverage {
    private final Domains authors = new Domains();
    private final Domains signers = new Domains();

    /// Domains, as far as they can be counted. Confined to its owner.
    private static final class Domains {
        private final Set<DomainName> known = new HashSet<>();
        private boolean uncounted;

        /// @param domain empty for more than can be counted, as with a star
        void add(Optional<DomainName> domain) {
            domain.ifPresentOrElse(known::add, () -> uncounted = true);
        }

        boolean atMostOne() {
            return !uncounted && known.size() <= 1;
        }
    }

    private Coverage() {}

    static Coverage of(List<SigningRule> rules) {
        Coverage coverage = new Coverage();
        rules.forEach(coverage::add);
        return coverage;
    }

    private void add(SigningRule rule) {
        rule.from().forEach(pattern -> authors.add(exact(pattern)));
        for (RuleKey key : rule.keys()) {
            switch (key) {
                case RuleKey.Ready ready -> signers.add(Optional.of(ready.key().domain()));
                case RuleKey.Broken broken -> signers.add(Optional.of(broken.domain()));
                case RuleKey.Managed managed -> {
                    if (managed.domain().isPresent()) {
                        signers.add(managed.domain());
                    } else {
                        rule.from().forEach(pattern -> signers.add(exact(pattern)));
                    }
                }
            }
        }
    }

    private static Optional<DomainName> exact(AddressPattern pattern) {
        return switch (pattern.host()) {
            case AddressPattern.Host.Exactly(DomainName domain) -> Optional.of(domain);
            case AddressPattern.Host.Any _, AddressPattern.Host.Below _ -> Optional.empty();
        };
    }

    /// Whether it is one domain that is signed for, or one domain that signs: then nobody can use a signature
    /// to write as somebody else's domain.
    boolean isSingle() {
        return authors.atMostOne() || signers.atMostOne();
    }
}
