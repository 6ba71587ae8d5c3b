package org.vidimus.policy.dkim;

import java.time.Duration;
import java.util.Set;
import org.vidimus.policy.dns.DomainName;

/// Which signatures are good enough. Immutable.
///
/// @param minimumKeyBits the shortest RSA key, 1,024 to 8,192 bits. Default: 1,024, the least that [RFC 8301
///     §3.2](https://www.rfc-editor.org/rfc/rfc8301#section-3.2) allows
/// @param clockSkew how far the signer's clock and ours may be apart where t= and x= are judged, not negative.
/// Default:
///     5 minutes
/// @param partialBody what a signature is worth that leaves a part of the body out. Default:
/// [PartialBody#POLICY]
/// @param refusedDomains domains that may not sign: public suffixes, say (§6.1.1). Default: none
public record DkimSettings(
        int minimumKeyBits, Duration clockSkew, PartialBody partialBody, Set<DomainName> refusedDomains) {
    /// The least of `minimumKeyBits`.
    public static final int LEAST_KEY_BITS = 1024;

    /// The defaults.
    public static final DkimSettings DEFAULT =
            new DkimSettings(LEAST_KEY_BITS, Duration.ofMinutes(5), PartialBody.POLICY, Set.of());

    /// What becomes of a good signature whose l= is less than the body
    /// ([§8.2](https://www.rfc-editor.org/rfc/rfc6376#section-8.2)): anybody may have added the rest, and where
    /// Content-Type is not signed, made it all that readers see.
    public enum PartialBody {
        /// Its result is `policy`, so it counts for nothing.
        POLICY,
        /// It passes, as §3.5 has it; [DkimResult#bodyLimited()] tells.
        ACCEPT
    }

    /// Checks the ranges and copies the set.
    ///
    /// @throws IllegalArgumentException if a value is out of its range
    public DkimSettings {
        refusedDomains = Set.copyOf(refusedDomains);
        if (minimumKeyBits < LEAST_KEY_BITS || minimumKeyBits > VerifyingKey.MAX_RSA_BITS) {
            throw new IllegalArgumentException("minimumKeyBits " + minimumKeyBits);
        }
        if (clockSkew.isNegative()) {
            throw new IllegalArgumentException("clockSkew " + clockSkew);
        }
    }
}
