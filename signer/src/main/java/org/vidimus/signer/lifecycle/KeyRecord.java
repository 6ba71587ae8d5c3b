package org.vidimus.signer.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.KeyRecordText;

/// What should stand in the DNS for a key. Immutable.
///
/// @param name where verifiers look: `SELECTOR._domainkey.DOMAIN` (§3.6.2.1)
/// @param place where the record stands: `name`, or what `name` is an alias of
/// @param text the value of the TXT record (§3.6.1)
/// @param ttl whole seconds
public record KeyRecord(DomainName name, DomainName place, String text, Duration ttl) {
    private static final int MAX_STRING = 255;

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
        var type = key.algorithm().keyType();
        return (key.isAlive() ? new KeyRecordText(type, key.publicKey(), Set.of()) : KeyRecordText.revoked(type))
                .line();
    }

    /// The character-strings that the value is cut into, each of at most 255 octets ([RFC 1035
    /// §3.3](https://www.rfc-editor.org/rfc/rfc1035#section-3.3)).
    public List<String> strings() {
        return IntStream.iterate(0, at -> at < text.length(), at -> at + MAX_STRING)
                .mapToObj(at -> text.substring(at, Math.min(at + MAX_STRING, text.length())))
                .toList();
    }

    /// Whether `name` is an alias of `place`.
    public boolean isDelegated() {
        return !name.equals(place);
    }
}
