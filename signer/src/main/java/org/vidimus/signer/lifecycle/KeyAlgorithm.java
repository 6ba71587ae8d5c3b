package org.vidimus.signer.lifecycle;

import java.util.Arrays;
import java.util.Optional;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;

/// A kind and size of key that can be made.
public enum KeyAlgorithm {
    /// RSA of 2048 bits, what everybody verifies ([RFC 8301
    /// §3.2](https://www.rfc-editor.org/rfc/rfc8301#section-3.2)).
    RSA2048("rsa2048", SignatureAlgorithm.RSA_SHA256, 2048),
    /// RSA of 3072 bits.
    RSA3072("rsa3072", SignatureAlgorithm.RSA_SHA256, 3072),
    /// RSA of 4096 bits, the largest that verifiers must take (RFC 8301 §3.2).
    RSA4096("rsa4096", SignatureAlgorithm.RSA_SHA256, 4096),
    /// Ed25519 ([RFC 8463](https://www.rfc-editor.org/rfc/rfc8463)); beside an RSA key, as not everybody verifies it.
    ED25519("ed25519", SignatureAlgorithm.ED25519_SHA256, 256);

    private final String word;
    private final SignatureAlgorithm signature;
    private final int bits;

    KeyAlgorithm(String word, SignatureAlgorithm signature, int bits) {
        this.word = word;
        this.signature = signature;
        this.bits = bits;
    }

    /// The word in the configuration, in the state file and on the command line.
    public String word() {
        return word;
    }

    /// What its signatures say in a=.
    public SignatureAlgorithm signature() {
        return signature;
    }

    /// RSA or Ed25519. A new key of a type replaces the old one of that type, whatever their sizes.
    public KeyType keyType() {
        return signature.keyType();
    }

    /// Its size in bits.
    public int bits() {
        return bits;
    }

    /// The algorithm of that word.
    public static Optional<KeyAlgorithm> named(String word) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.word.equals(word))
                .findFirst();
    }
}
