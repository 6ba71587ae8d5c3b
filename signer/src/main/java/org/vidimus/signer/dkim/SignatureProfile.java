package org.vidimus.signer.dkim;

import java.time.Duration;
import java.util.Optional;
import org.vidimus.policy.dkim.Canonicalization;

/// How signatures are made. There is no l= and no z= (§8.2: what it leaves out anybody may add).
///
/// Immutable.
///
/// @param canonicalization of header and body; always written as c=. Default: relaxed/relaxed
/// @param headers which fields are signed, without those that may not be ([HeaderSelection#refusal]). Default:
///     [HeaderSelection#DEFAULT]
/// @param timestamp whether t= says when the signature was made. Default: true
/// @param lifetime how long after that it is good, x=; whole seconds, positive; needs `timestamp`. Default: 7 days
/// @param tagOrder the order of the tags. Default: [TagOrder#DEFAULT]
public record SignatureProfile(
        Canonicalization.Pair canonicalization,
        HeaderSelection headers,
        boolean timestamp,
        Optional<Duration> lifetime,
        TagOrder tagOrder) {
    /// All defaults.
    public static final SignatureProfile DEFAULT = new SignatureProfile(
            new Canonicalization.Pair(Canonicalization.RELAXED, Canonicalization.RELAXED),
            HeaderSelection.DEFAULT,
            true,
            Optional.of(Duration.ofDays(7)),
            TagOrder.DEFAULT);

    /// Checks the lifetime, and leaves out fields that may not be signed: once, and not for every message.
    ///
    /// @throws IllegalArgumentException if it is below a second, or there is one without `timestamp`
    public SignatureProfile {
        if (lifetime.filter(time -> time.toSeconds() < 1 || !timestamp).isPresent()) {
            throw new IllegalArgumentException("lifetime " + lifetime.get());
        }
        headers = headers.permitted();
    }

    /// The same over other fields.
    public SignatureProfile with(HeaderSelection other) {
        return new SignatureProfile(canonicalization, other, timestamp, lifetime, tagOrder);
    }
}
