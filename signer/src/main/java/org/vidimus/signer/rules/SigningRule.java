package org.vidimus.signer.rules;

import java.util.List;
import org.vidimus.signer.dkim.SignatureProfile;

/// Who is signed for, and how: one `[[sign.rule]]` of the configuration.
///
/// Immutable.
///
/// @param place where it stands, such as `/etc/vidimus/vidimus.toml:12`
/// @param from which authors it is for; at least one pattern
/// @param keys with which keys; at least one. All of them sign, in this order; the first signature ends up
///     lowest
/// @param identity what i= says. Default: nothing
/// @param profile how the signatures are made. Default: [SignatureProfile#DEFAULT]
public record SigningRule(
        String place,
        List<AddressPattern> from,
        List<RuleKey> keys,
        IdentityChoice identity,
        SignatureProfile profile) {
    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException if there is no pattern or no key
    public SigningRule {
        from = List.copyOf(from);
        keys = List.copyOf(keys);
        if (from.isEmpty() || keys.isEmpty()) {
            throw new IllegalArgumentException(place + ": a rule needs authors and keys");
        }
    }

    /// A rule with the default identity and profile.
    public SigningRule(String place, List<AddressPattern> from, List<RuleKey> keys) {
        this(place, from, keys, IdentityChoice.NONE, SignatureProfile.DEFAULT);
    }
}
