package org.vidimus.daemon.signing;

import java.util.Optional;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.SigningKey;

/// A key that the configuration names, and what became of it. Immutable.
///
/// @param place where it is named; empty for one of a directory
/// @param key empty if it cannot be used
public record NamedKey(String place, DomainName domain, DomainName selector, Optional<SigningKey> key) {
    /// `s1._domainkey.example.com rsa-sha256 2048`, or that it is broken.
    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " "
                + key.map(usable -> usable.algorithm().word() + " " + usable.bits())
                        .orElse("broken");
    }
}
