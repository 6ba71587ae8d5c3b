package org.vidimus.signer.key;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;

/// A private key that is ready to sign. It shows its public half only, and its `toString` shows neither.
///
/// Thread-safe.
public interface SigningKey {
    /// What its signatures say in a=.
    SignatureAlgorithm algorithm();

    /// Its size in bits: the modulus of RSA, 256 for Ed25519.
    int bits();

    /// The public half as it stands, decoded, in the p= of a key record: SubjectPublicKeyInfo for RSA (§3.6.1 as
    /// everyone publishes it), the 32 octets of the point for Ed25519 ([RFC 8463
    /// §4.2](https://www.rfc-editor.org/rfc/rfc8463#section-4.2)).
    Bytes publicKey();

    /// Whether to sign may mean to wait for something else, as for a device, which may take long or hang. A key in
    /// memory takes no longer than its arithmetic does.
    default boolean mayWait() {
        return false;
    }

    /// Signs.
    ///
    /// @param input what the signature is over: the canonical header, not hashed yet (§3.7)
    /// @return the octets of b=, decoded
    /// @throws SigningException if the key, or the device that holds it, cannot sign now; the message says which
    ///     key and why, and holds nothing secret
    Bytes sign(Bytes input) throws SigningException;
}
