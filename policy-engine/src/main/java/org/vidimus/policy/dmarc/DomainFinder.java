package org.vidimus.policy.dmarc;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// Finds policy records and Organizational Domains for one message, and remembers what it found and asked.
/// Confined to one evaluation.
sealed interface DomainFinder permits WalkFinder, SuffixFinder {
    /// What policy discovery came to (§4.10.1).
    sealed interface Policy {
        /// A record applies.
        record Found(DomainName domain, DmarcRecord record) implements Policy {}

        /// None does.
        record Missing(String why) implements Policy {}

        /// Nobody can say.
        record Unknown(String why) implements Policy {}
    }

    /// The policy record for an Author Domain.
    Policy policy(DomainName author);

    /// The Organizational Domain of `name`; empty where it cannot be found out for now.
    Optional<DomainName> organizationalDomain(DomainName name);

    /// The names asked so far, in order, each once.
    List<TreeWalk.Query> queries();
}
