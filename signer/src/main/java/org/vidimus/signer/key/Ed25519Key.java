package org.vidimus.signer.key;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.HashAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// A key of Ed25519 ([RFC 8463 §3](https://www.rfc-editor.org/rfc/rfc8463#section-3)): PureEdDSA, and what it
/// signs is the SHA-256 hash of the input.
///
/// Thread-safe.
sealed interface Ed25519Key extends SigningKey {
    @Override
    default SignatureAlgorithm algorithm() {
        return SignatureAlgorithm.ED25519_SHA256;
    }

    @Override
    default int bits() {
        return 256;
    }

    @Override
    default Bytes sign(Bytes input) throws SigningException {
        try {
            return Bytes.of(signHash(HashAlgorithm.SHA256.newDigest().digest(input.toArray())));
        } catch (GeneralSecurityException | RuntimeException e) {
            // Native code throws exceptions of its own, unchecked ones too.
            throw new SigningException("Ed25519 failed: " + e.getClass().getSimpleName(), e);
        }
    }

    /// The signature of `hash`.
    byte[] signHash(byte[] hash) throws GeneralSecurityException;

    /// Through a provider.
    final class ByProvider implements Ed25519Key {
        private final PrivateKey key;
        private final Provider provider;
        private final Bytes point;

        ByProvider(PrivateKey key, Provider provider, Bytes point) {
            this.key = key;
            this.provider = provider;
            this.point = point;
        }

        @Override
        public Bytes publicKey() {
            return point;
        }

        @Override
        public byte[] signHash(byte[] hash) throws GeneralSecurityException {
            Signature signer = Signature.getInstance("Ed25519", provider);
            signer.initSign(key);
            signer.update(hash);
            return signer.sign();
        }

        @Override
        public String toString() {
            return "Ed25519 key";
        }
    }

    /// Through Bouncy Castle's own classes, which are faster than its provider.
    final class ByBouncyCastle implements Ed25519Key {
        private final Ed25519PrivateKeyParameters key;
        private final Bytes point;

        ByBouncyCastle(Ed25519PrivateKeyParameters key, Bytes point) {
            this.key = key;
            this.point = point;
        }

        @Override
        public Bytes publicKey() {
            return point;
        }

        @Override
        public byte[] signHash(byte[] hash) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(hash, 0, hash.length);
            return signer.generateSignature();
        }

        @Override
        public String toString() {
            return "Ed25519 key";
        }
    }
}
