package org.vidimus.policy.dkim;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;

/// How a signature is made ([§3.3](https://www.rfc-editor.org/rfc/rfc6376#section-3.3)). Another algorithm is
/// another row here.
public enum SignatureAlgorithm {
    /// RSA and SHA-256.
    RSA_SHA256("rsa-sha256", KeyType.RSA, HashAlgorithm.SHA256),
    /// Ed25519 over a SHA-256 hash ([RFC 8463](https://www.rfc-editor.org/rfc/rfc8463)).
    ED25519_SHA256("ed25519-sha256", KeyType.ED25519, HashAlgorithm.SHA256),
    /// RSA and SHA-1, which must not be accepted any more ([RFC 8301
    /// §3.1](https://www.rfc-editor.org/rfc/rfc8301#section-3.1)).
    RSA_SHA1("rsa-sha1", KeyType.RSA, HashAlgorithm.SHA1);

    private final String word;
    private final KeyType keyType;
    private final HashAlgorithm hash;

    SignatureAlgorithm(String word, KeyType keyType, HashAlgorithm hash) {
        this.word = word;
        this.keyType = keyType;
        this.hash = hash;
    }

    /// The value of a=.
    public String word() {
        return word;
    }

    /// The kind of key that it takes.
    public KeyType keyType() {
        return keyType;
    }

    /// The hash of header and body.
    public HashAlgorithm hash() {
        return hash;
    }

    /// The algorithm that `word` names.
    ///
    /// Interpretation: letters in any case, as for [Canonicalization#named].
    public static Optional<SignatureAlgorithm> named(Bytes word) {
        for (SignatureAlgorithm algorithm : values()) {
            if (word.equalsIgnoreCaseAscii(Bytes.utf8(algorithm.word))) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// A kind of key.
    public enum KeyType {
        /// RSA.
        RSA("rsa"),
        /// Ed25519.
        ED25519("ed25519");

        private final String word;

        KeyType(String word) {
            this.word = word;
        }

        /// The value of k=.
        public String word() {
            return word;
        }
    }
}
