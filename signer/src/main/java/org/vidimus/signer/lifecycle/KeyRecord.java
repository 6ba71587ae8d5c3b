package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.util.Base64;
import org.vidimus.policy.dns.DomainName;

/// What should stand in the DNS for a key. Immutable.
///
/// @param name where verifiers look: `SELECTOR._domainkey.DOMAIN` (§3.6.2.1)
/// @param place where the record stands: `name`, or what `name` is an alias of
/// @param text the value of the TXT record (§3.6.1)
/// @param ttl whole seconds
public record KeyRecord(DomainName name, DomainName place, String text, Duration ttl) {
    /// The record of a key as its state wants it: with the public half, or without any when it is revoked.
    ///
    /// @throws LifecycleException if the name is longer than a name can be
    static KeyRecord of(DomainName domain, ManagedKey key, LifecycleSettings settings) throws LifecycleException {
        DomainName name = domain.under(key.selector() + "._domainkey")
                .orElseThrow(() -> new LifecycleException(
                        "the name of the record of " + key.selector() + " is longer than a name can be"));
        return new KeyRecord(name, settings.place(domain, key.selector()), text(key), settings.recordTtl());
    }

    private static String text(ManagedKey key) {
        String value = key.isAlive()
                ? Base64.getEncoder().encodeToString(key.publicKey().toArray())
                : "";
        return "v=DKIM1; k=" + key.algorithm().keyType().word() + "; p=" + value;
    }

    /// Whether `name` is an alias of `place`.
    public boolean isDelegated() {
        return !name.equals(place);
    }
}
