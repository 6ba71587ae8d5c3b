package org.vidimus.signer.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// A key of RSA ([§3.3.2](https://www.rfc-editor.org/rfc/rfc6376#section-3.3.2)), in this process or in a device
/// that `provider` speaks to.
///
/// Thread-safe.
final class RsaKey implements SigningKey {
    private final PrivateKey key;
    private final Provider provider;
    private final Bytes publicKey;
    private final int bits;

    RsaKey(PrivateKey key, Provider provider, Bytes publicKey, int bits) {
        this.key = key;
        this.provider = provider;
        this.publicKey = publicKey;
        this.bits = bits;
    }

    @Override
    public SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.RSA_SHA256;
    }

    @Override
    public int bits() {
        return bits;
    }

    @Override
    public Bytes publicKey() {
        return publicKey;
    }

    @Override
    public Bytes sign(Bytes input) throws SigningException {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA", provider);
            signer.initSign(key);
            signer.update(input.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Native code throws exceptions of its own, unchecked ones too.
            throw new SigningException(
                    "RSA by " + provider.getName() + " failed: " + e.getClass().getSimpleName(), e);
        }
    }

    @Override
    public String toString() {
        return "RSA key of " + bits + " bits";
    }
}
