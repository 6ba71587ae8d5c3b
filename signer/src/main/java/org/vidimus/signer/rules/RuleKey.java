package org.vidimus.signer.rules;

import java.util.Optional;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;

/// A key that a rule signs with. All keys of a rule sign, each in a signature of its own: those of one domain
/// with different algorithms, and those of other domains, such as that of a provider that sends for us.
///
/// Immutable.
public sealed interface RuleKey {
    /// Where in the configuration it stands.
    String place();

    /// A key that was read.
    record Ready(String place, DomainKey key) implements RuleKey {}

    /// A key that could not be read. It stops the signatures of its own domain and nothing else.
    ///
    /// @param why what is wrong, one line of printable ASCII
    record Broken(String place, DomainName domain, DomainName selector, String why) implements RuleKey {}

    /// The keys that a key directory has in use when the message comes.
    ///
    /// @param domain whose; empty for the author's own domain or, where that has none, the nearest domain above
    ///     it that has, so that the signature aligns with the author ([RFC 9989
    ///     §4.4](https://www.rfc-editor.org/rfc/rfc9989#section-4.4))
    record Managed(String place, Optional<DomainName> domain) implements RuleKey {}
}
