package org.vidimus.signer.key;

import java.util.Optional;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;

/// A key and the name under which its public half stands in the DNS.
///
/// Immutable.
///
/// @param domain the domain that signs (SDID, d=)
/// @param selector which of its keys this is (s=)
/// @param key the key
public record DomainKey(DomainName domain, DomainName selector, SigningKey key) {
    /// The name of the key record (§3.6.2.1); empty if it would be too long to exist.
    public Optional<DomainName> recordName() {
        return DkimSignature.keyName(selector, domain);
    }
}
