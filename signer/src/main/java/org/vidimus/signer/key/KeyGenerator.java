package org.vidimus.signer.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Objects;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.VerifyingKey;

/// Makes keys.
///
/// Thread-safe.
public final class KeyGenerator {
    private final SigningBackend backend;
    private final SecureRandom random;

    /// Keys that `backend` signs with.
    public KeyGenerator(SigningBackend backend, SecureRandom random) {
        this.backend = backend;
        this.random = random;
    }

    /// A new key, which has proved itself. Takes up to some seconds for RSA of 4,096 bits.
    ///
    /// @throws IllegalStateException if the libraries cannot make one
    public NewKey generate(KeyKind kind) {
        try {
            NewKey made = switch (kind) {
                case RSA_2048, RSA_3072, RSA_4096 -> rsa(kind.bits());
                case ED25519 -> ed25519();
            };
            if (!backend.proves(made.key())) {
                throw new IllegalStateException("a new key of " + kind.word() + " does not verify what it signs");
            }
            return made;
        } catch (GeneralSecurityException | SigningException e) {
            throw new IllegalStateException("cannot make a key of " + kind.word(), e);
        }
    }

    private NewKey rsa(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", backend.rsaProvider());
        generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4), random);
        byte[] pkcs8 =
                Objects.requireNonNull(generator.generateKeyPair().getPrivate().getEncoded());
        try {
            RSAPrivateKey parts =
                    RSAPrivateKey.getInstance(PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey());
            if (parts.getModulus().bitLength() != bits) {
                throw new NoSuchAlgorithmException(
                        "RSA of " + parts.getModulus().bitLength() + " bits");
            }
            return new NewKey(backend.rsa(parts), Bytes.of(Encodings.pkcs8(parts)));
        } catch (IOException e) {
            throw new GeneralSecurityException("not PKCS #8", e);
        }
    }

    private NewKey ed25519() throws GeneralSecurityException {
        byte[] seed = new byte[VerifyingKey.ED25519_BYTES];
        random.nextBytes(seed); // RFC 8032 §5.1.5: any 32 random octets are a key
        return new NewKey(backend.ed25519(seed), Bytes.of(Encodings.pkcs8(seed)));
    }
}
