package org.vidimus.signer.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import org.vidimus.policy.dkim.VerifyingKey;

/// What a library has to do before it may sign mail: one signature of each kind, which has to verify.
final class SelfTest {
    /// Two primes that everybody may know, since nothing but this test uses them: 2^1024 - 105 and 7 * 2^1021 -
    /// 351, whose product has 2,048 bits. To find primes takes a hundred times longer than to sign.
    private static final BigInteger P = BigInteger.ONE.shiftLeft(1024).subtract(BigInteger.valueOf(105));

    private static final BigInteger Q = BigInteger.valueOf(7).shiftLeft(1021).subtract(BigInteger.valueOf(351));

    private SelfTest() {}

    /// What `backend` cannot do; empty if it can sign.
    static Optional<String> fault(SigningBackend backend) {
        try {
            if (!backend.proves(backend.rsa(P, Q))) {
                return Optional.of("a signature by RSA does not verify");
            }
            byte[] seed = new byte[VerifyingKey.ED25519_BYTES];
            new SecureRandom().nextBytes(seed);
            return backend.proves(backend.ed25519(seed))
                    ? Optional.empty()
                    : Optional.of("a signature by Ed25519 does not verify");
        } catch (GeneralSecurityException | SigningException | RuntimeException | LinkageError e) {
            // A native library may fail in any way. No key of anybody is concerned, so its words may be told.
            return Optional.of("cannot sign: " + e);
        }
    }
}
