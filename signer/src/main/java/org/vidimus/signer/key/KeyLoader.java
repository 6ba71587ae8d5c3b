package org.vidimus.signer.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/// Loads private keys: reads, checks and proves them.
///
/// These forms are read, in a file and inline alike, whatever the file is called:
///
/// - PEM and DER of PKCS #8 (`BEGIN PRIVATE KEY`) with RSA or Ed25519, of encrypted PKCS #8 (`BEGIN ENCRYPTED
///   PRIVATE KEY`), and of PKCS #1 (`BEGIN RSA PRIVATE KEY`), which OpenSSL may have encrypted in its older way
///   (`DEK-Info`). In PEM, other things may stand before and after it; the first private key counts;
/// - the base64 of such DER without any frame, as OpenDKIM's tables have it;
/// - the base64 of 32 octets: a seed of Ed25519, as dkimpy writes it; or of 64, the seed and the public half, as
///   rspamd does.
///
/// A key of a device ([TokenUri]) is opened, not read.
///
/// Nothing of a key or a passphrase is in any message.
///
/// Thread-safe.
public final class KeyLoader {
    /// The longest key in octets, in any form. RSA of 8,192 bits in PEM has 6,400.
    public static final int MAX_BYTES = 64 << 10;

    private static final int GOOD_RSA_BITS = 2048;
    private static final int MAX_EXPONENT_BITS = 32; // what our own verifier accepts, and others like it

    private final SigningBackend backend;
    private final KeyRules rules;

    /// Keys that `backend` signs with, if they are as `rules` say.
    public KeyLoader(SigningBackend backend, KeyRules rules) {
        this.backend = backend;
        this.rules = rules;
    }

    /// Loads a key. Blocks while files are read.
    public KeyResult load(KeyReference reference) {
        List<String> cautions = new ArrayList<>();
        try {
            SigningKey key = switch (reference) {
                case KeyReference.InFile(var path, var passphrase) -> {
                    byte[] octets = KeyFiles.read(path, rules.safety(), cautions);
                    yield key(octets, new Passphrases(passphrase, rules, cautions));
                }
                case KeyReference.Inline inline ->
                    key(inline.text().toArray(), new Passphrases(new KeyPassphrase.None(), rules, cautions));
                case KeyReference.OnToken(TokenUri uri) -> token(uri);
            };
            prove(key);
            if (key.bits() < GOOD_RSA_BITS && key.bits() != 256) {
                cautions.add(reference.name() + ": RSA of " + key.bits()
                        + " bits; RFC 8301 asks for 2048 or more, and some receivers ignore less");
            }
            return new KeyResult.Loaded(key, cautions);
        } catch (KeyRefusedException refused) {
            return refused.of(reference);
        }
    }

    private SigningKey key(byte[] octets, Passphrases passphrases) throws KeyRefusedException {
        try {
            return switch (KeyText.read(octets, passphrases)) {
                case RsaMaterial(RSAPrivateKey parts) -> rsa(parts);
                case Ed25519Material seed -> ed25519(seed);
            };
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private SigningKey rsa(RSAPrivateKey parts) throws KeyRefusedException {
        requireBits(parts.getModulus().bitLength());
        BigInteger exponent = parts.getPublicExponent();
        if (!exponent.testBit(0)
                || exponent.compareTo(BigInteger.TWO) < 0
                || exponent.bitLength() > MAX_EXPONENT_BITS) {
            throw new KeyRefusedException(
                    KeyFault.WEAK, "its public exponent is not odd, below 3 or above 32 bits; verifiers refuse it");
        }
        if (!RsaParts.fit(parts)) {
            throw new KeyRefusedException(KeyFault.DAMAGED, "damaged: its parts do not fit each other");
        }
        try {
            return backend.rsa(parts);
        } catch (GeneralSecurityException | RuntimeException _) {
            // The library's message may quote the key.
            throw new KeyRefusedException(KeyFault.DAMAGED, "damaged: no library takes it");
        }
    }

    private void requireBits(int bits) throws KeyRefusedException {
        if (bits < rules.minimumRsaBits()) {
            // RFC 8301 §3.2: signers must use at least 1,024 bits.
            throw new KeyRefusedException(
                    KeyFault.WEAK, "RSA of " + bits + " bits; at least " + rules.minimumRsaBits() + " are asked for");
        }
        if (bits > KeyRules.MOST_RSA_BITS) {
            throw new KeyRefusedException(
                    KeyFault.UNSUPPORTED,
                    "RSA of " + bits + " bits; at most " + KeyRules.MOST_RSA_BITS + " are of use");
        }
    }

    private SigningKey token(TokenUri uri) throws KeyRefusedException {
        TokenKey key = TokenKey.of(uri, rules);
        requireBits(key.bits());
        return key;
    }

    private SigningKey ed25519(Ed25519Material material) throws KeyRefusedException {
        SigningKey key;
        try {
            key = backend.ed25519(material.seed().toArray());
        } catch (GeneralSecurityException | RuntimeException _) {
            throw new KeyRefusedException(KeyFault.DAMAGED, "damaged: no library takes it");
        }
        if (!material.publicKey().isEmpty() && !material.publicKey().equals(key.publicKey())) {
            throw new KeyRefusedException(KeyFault.DAMAGED, "damaged: its public half belongs to another key");
        }
        return key;
    }

    private void prove(SigningKey key) throws KeyRefusedException {
        try {
            if (backend.proves(key)) {
                return;
            }
        } catch (SigningException _) {
            // The same as a wrong signature: a part of the key is not what it should be.
        }
        throw new KeyRefusedException(KeyFault.DAMAGED, "damaged: what it signs does not verify with its public half");
    }
}
