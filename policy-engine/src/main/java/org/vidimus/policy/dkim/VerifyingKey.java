package org.vidimus.policy.dkim;

import java.math.BigInteger;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;

/// A public key as a key record has it (p=). Immutable.
public sealed interface VerifyingKey {
    /// The longest modulus that is accepted. Longer ones cost more time than any sender is worth.
    int MAX_RSA_BITS = 8192;

    /// The length of an Ed25519 key in octets.
    int ED25519_BYTES = 32;

    /// RSA.
    ///
    /// @param modulus at most [#MAX_RSA_BITS] bits
    /// @param exponent odd and below 2^32
    record Rsa(BigInteger modulus, BigInteger exponent) implements VerifyingKey {}

    /// Ed25519.
    ///
    /// @param point the 32 octets of the key
    record Ed25519(Bytes point) implements VerifyingKey {}

    /// Reads the octets of p=: a SubjectPublicKeyInfo or a bare RSAPublicKey for RSA (§3.6.1 names the second,
    /// everybody publishes the first, as Appendix C does), the bare key for Ed25519 ([RFC 8463
    /// §4.2](https://www.rfc-editor.org/rfc/rfc8463#section-4.2)).
    static Parsed<VerifyingKey> parse(KeyType type, Bytes octets) {
        return switch (type) {
            case RSA -> RsaKeyReader.read(octets);
            case ED25519 ->
                octets.length() == ED25519_BYTES
                        ? new Parsed.Ok<>(new Ed25519(octets.compact()))
                        : new Parsed.Malformed<>(
                                Math.min(octets.length(), ED25519_BYTES), "not an Ed25519 key of 32 octets");
        };
    }

    /// The size by which keys are judged.
    default int bits() {
        return switch (this) {
            case Rsa(BigInteger modulus, BigInteger _) -> modulus.bitLength();
            case Ed25519 _ -> 256;
        };
    }
}
