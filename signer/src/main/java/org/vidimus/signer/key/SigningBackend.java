package org.vidimus.signer.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dkim.CryptoBackend.Providers;

/// Who signs: the libraries that also verify, once they have shown that they can sign.
///
/// [CryptoBackend] chooses among the libraries; here a signature of each kind is made and verified before any
/// message is. Libraries that fail are left for the JDK and Bouncy Castle, and [#description()] says so. No
/// provider is ever installed: each is named in the call.
///
/// Thread-safe.
public final class SigningBackend {
    /// Signed wherever something is to be proved.
    private static final Bytes PROOF = Bytes.utf8("vidimus: does this key do what it should?");

    private final CryptoBackend crypto;
    private final Providers providers;
    private final String description;

    private SigningBackend(CryptoBackend crypto, Providers providers, String description) {
        this.crypto = crypto;
        this.providers = providers;
        this.description = description;
    }

    /// The libraries of `crypto`, or those of [CryptoBackend.Choice#JDK] if they cannot sign. Loads them, and
    /// takes some milliseconds.
    ///
    /// @throws IllegalStateException if none can sign; no message can be signed then
    public static SigningBackend of(CryptoBackend crypto) {
        return of(crypto, crypto.providers(), crypto.description());
    }

    static SigningBackend of(CryptoBackend crypto, Providers providers, String description) {
        SigningBackend preferred = new SigningBackend(crypto, providers, description);
        Optional<String> fault = SelfTest.fault(preferred);
        if (fault.isEmpty()) {
            return preferred;
        }
        CryptoBackend jdk = CryptoBackend.of(CryptoBackend.Choice.JDK);
        SigningBackend rest = new SigningBackend(
                jdk, jdk.providers(), jdk.description() + "; not " + description + ": " + fault.get());
        Optional<String> still = SelfTest.fault(rest);
        if (still.isPresent()) {
            throw new IllegalStateException("no library can sign: " + fault.get() + "; " + still.get());
        }
        return rest;
    }

    /// Which libraries sign, for a log line.
    public String description() {
        return description;
    }

    /// What makes and signs with keys of RSA.
    Provider rsaProvider() {
        return providers.rsa();
    }

    /// A key of RSA, not proved yet.
    ///
    /// @throws GeneralSecurityException if the library refuses it; the message may quote the key
    SigningKey rsa(RSAPrivateKey parts) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("RSA", providers.rsa())
                .generatePrivate(new PKCS8EncodedKeySpec(Encodings.pkcs8(parts)));
        return new RsaKey(
                key,
                providers.rsa(),
                Encodings.publicKey(parts.getModulus(), parts.getPublicExponent()),
                parts.getModulus().bitLength());
    }

    /// A key of Ed25519, not proved yet.
    ///
    /// @param seed the 32 octets of the key
    /// @throws GeneralSecurityException if the library refuses it; the message may quote the key
    SigningKey ed25519(byte[] seed) throws GeneralSecurityException {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed);
        Bytes point = Bytes.of(key.generatePublicKey().getEncoded());
        Optional<Provider> provider = providers.ed25519();
        if (provider.isEmpty()) {
            return new Ed25519Key.ByBouncyCastle(key, point);
        }
        PrivateKey prepared = KeyFactory.getInstance("Ed25519", "SunEC")
                .generatePrivate(new PKCS8EncodedKeySpec(Encodings.pkcs8(seed)));
        return new Ed25519Key.ByProvider(prepared, provider.get(), point);
    }

    /// Whether `key` signs what its own public half verifies, as any receiver would verify it.
    ///
    /// @throws SigningException if it does not sign at all
    boolean proves(SigningKey key) throws SigningException {
        return switch (crypto.key(key.algorithm().keyType(), key.publicKey())) {
            case Parsed.Malformed<CryptoBackend.Key> _ -> false;
            case Parsed.Ok<CryptoBackend.Key>(CryptoBackend.Key half) ->
                crypto.verify(key.algorithm(), half, PROOF, key.sign(PROOF));
        };
    }

    /// A key of RSA from its primes, for tests of the library.
    SigningKey rsa(BigInteger p, BigInteger q) throws GeneralSecurityException {
        return rsa(Encodings.rsa(p, q));
    }
}
