package org.vidimus.signer.key;

/// The kinds of keys that are made.
public enum KeyKind {
    /// RSA of 2,048 bits: what everybody verifies, and what fits a DNS answer over UDP.
    RSA_2048("rsa-2048", 2048),
    /// RSA of 3,072 bits.
    RSA_3072("rsa-3072", 3072),
    /// RSA of 4,096 bits; verifiers need not take it ([RFC 8301
    /// §3.2](https://www.rfc-editor.org/rfc/rfc8301#section-3.2) asks them for 4,096, older ones for 2,048).
    RSA_4096("rsa-4096", 4096),
    /// Ed25519: short and fast, and not known to every verifier; beside RSA, not instead of it ([RFC 8463
    /// §6](https://www.rfc-editor.org/rfc/rfc8463#section-6)).
    ED25519("ed25519", 256);

    private final String word;
    private final int bits;

    KeyKind(String word, int bits) {
        this.word = word;
        this.bits = bits;
    }

    /// Its name in commands and files.
    public String word() {
        return word;
    }

    /// The bits of its keys, as [SigningKey#bits()] has them.
    public int bits() {
        return bits;
    }
}
