package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.vidimus.policy.dkim.CryptoBackend;

/// What tests of keys share.
final class Keys {
    /// The libraries that are here.
    static final SigningBackend BACKEND = SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO));

    /// Loads by the default rules.
    static final KeyLoader LOADER = new KeyLoader(BACKEND, KeyRules.DEFAULT);

    private Keys() {}

    static KeyResult.Loaded loaded(KeyResult result) {
        return assertInstanceOf(KeyResult.Loaded.class, result, result::toString);
    }

    static KeyResult.Refused refused(KeyResult result) {
        return assertInstanceOf(KeyResult.Refused.class, result, result::toString);
    }
}
