package org.vidimus.policy.dkim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;

/// Who checks signatures: the one place that chooses among the libraries at hand.
///
/// Amazon's provider (ACCP) checks RSA twice as fast as the JDK, and Ed25519 twice as fast as Bouncy Castle,
/// which in turn is seven times as fast there as the JDK; but it is native code and loads on few platforms. So
/// it is used where it loads and its own tests pass, and the JDK and Bouncy Castle are where it does not. No
/// provider is ever installed: each is named in the call.
///
/// Nothing is loaded before it is needed. Decoded keys are remembered, within bounds, by the octets of their
/// records.
///
/// Thread-safe.
public final class CryptoBackend {
    private static final int KEY_CACHE_BYTES = 2 << 20;
    private static final int KEY_OVERHEAD_BYTES = 200;
    private static final int LEAST_PREPARED_BITS = 512; // shorter ones no library takes, and no policy either
    private static final byte[] ED25519_INFO = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410 §4

    private final Choice choice;
    private final Cache<CachedKey, Parsed<Key>> keys = Caffeine.newBuilder()
            .maximumWeight(KEY_CACHE_BYTES)
            .<CachedKey, Parsed<Key>>weigher((key, _) -> 3 * key.octets.length() + KEY_OVERHEAD_BYTES)
            .executor(Runnable::run)
            .build();
    private volatile @Nullable Engine engine;

    /// Which libraries to use.
    public enum Choice {
        /// ACCP where it loads and is healthy, else the JDK and Bouncy Castle.
        AUTO,
        /// ACCP or nothing.
        ACCP,
        /// The JDK for RSA and Bouncy Castle for Ed25519.
        JDK
    }

    /// A key that is ready for use. Immutable.
    public static final class Key {
        private final VerifyingKey key;
        private final @Nullable PublicKey prepared;

        private Key(VerifyingKey key, @Nullable PublicKey prepared) {
            this.key = key;
            this.prepared = prepared;
        }

        /// The key as published.
        public VerifyingKey key() {
            return key;
        }
    }

    private record CachedKey(KeyType type, Bytes octets) {}

    /// The libraries in use, so that whoever signs can use the same ones. Each is to be named in the call.
    ///
    /// @param rsa for RSA
    /// @param ed25519 for Ed25519; empty for Bouncy Castle's own classes
    public record Providers(Provider rsa, Optional<Provider> ed25519) {}

    private record Engine(Providers providers, String description) {
        Provider rsa() {
            return providers.rsa;
        }

        Optional<Provider> ed25519() {
            return providers.ed25519;
        }
    }

    private CryptoBackend(Choice choice) {
        this.choice = choice;
    }

    /// The libraries that `choice` names; for [Choice#AUTO] that is found out at the first use.
    ///
    /// @throws IllegalStateException if [Choice#ACCP] is asked for and does not load here; the message says why
    public static CryptoBackend of(Choice choice) {
        CryptoBackend backend = new CryptoBackend(choice);
        if (choice == Choice.ACCP) {
            backend.engine();
        }
        return backend;
    }

    /// Which libraries are in use, for a log line. Loads them.
    public String description() {
        return engine().description;
    }

    /// The libraries in use. Loads them.
    public Providers providers() {
        return engine().providers;
    }

    /// The key in the octets of p=, from memory where it was seen before.
    public Parsed<Key> key(KeyType type, Bytes octets) {
        return Objects.requireNonNull(keys.get(new CachedKey(type, octets.compact()), this::decode));
    }

    private Parsed<Key> decode(CachedKey source) {
        return switch (VerifyingKey.parse(source.type, source.octets)) {
            case Parsed.Malformed<VerifyingKey>(int offset, String why) -> new Parsed.Malformed<>(offset, why);
            case Parsed.Ok<VerifyingKey>(VerifyingKey key) -> prepare(key);
        };
    }

    private Parsed<Key> prepare(VerifyingKey key) {
        try {
            return new Parsed.Ok<>(new Key(
                    key, key.bits() < LEAST_PREPARED_BITS && key instanceof VerifyingKey.Rsa ? null : prepared(key)));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // A modulus or a point that the library refuses. The message may quote the key, so it is not
            // passed on.
            return new Parsed.Malformed<>(0, "not a usable key");
        }
    }

    private @Nullable PublicKey prepared(VerifyingKey key) throws GeneralSecurityException {
        Engine in = engine();
        return switch (key) {
            case VerifyingKey.Rsa(var modulus, var exponent) ->
                KeyFactory.getInstance("RSA", in.rsa()).generatePublic(new RSAPublicKeySpec(modulus, exponent));
            case VerifyingKey.Ed25519(Bytes point) -> {
                new Ed25519PublicKeyParameters(point.toArray()); // throws where this is no point of the curve
                yield in.ed25519().isEmpty() ? null : ed25519Key(point);
            }
        };
    }

    private static PublicKey ed25519Key(Bytes point) throws GeneralSecurityException {
        byte[] info = new byte[ED25519_INFO.length + point.length()];
        System.arraycopy(ED25519_INFO, 0, info, 0, ED25519_INFO.length);
        point.copyTo(info, ED25519_INFO.length);
        return KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(info));
    }

    /// Whether `signature` is that of `input` with `key`.
    ///
    /// @param input the octets that were signed; they are hashed here
    /// @return false too if the key is not of the kind that the algorithm takes, or too short to be of any use
    public boolean verify(SignatureAlgorithm algorithm, Key key, Bytes input, Bytes signature) {
        try {
            return switch (key.key) {
                case VerifyingKey.Rsa _
                when algorithm.keyType() == KeyType.RSA -> verifyRsa(algorithm.hash(), key.prepared, input, signature);
                case VerifyingKey.Ed25519(Bytes point)
                when algorithm.keyType() == KeyType.ED25519 ->
                    // RFC 8463 §3: what is signed is the hash of the header, by PureEdDSA.
                    verifyEd25519(
                            key.prepared,
                            point,
                            algorithm.hash().newDigest().digest(input.toArray()),
                            signature.toArray());
                case VerifyingKey.Rsa _, VerifyingKey.Ed25519 _ -> false;
            };
        } catch (SignatureException _) {
            return false; // not even of the form of a signature
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(description(), e); // the key was accepted when it was prepared
        }
    }

    private boolean verifyRsa(HashAlgorithm hash, @Nullable PublicKey key, Bytes input, Bytes signature)
            throws GeneralSecurityException {
        if (key == null) {
            return false;
        }
        String name = switch (hash) {
            case SHA256 -> "SHA256withRSA";
            case SHA1 -> "SHA1withRSA";
        };
        Signature verifier = Signature.getInstance(name, engine().rsa());
        verifier.initVerify(key);
        verifier.update(input.toArray());
        return verifier.verify(signature.toArray());
    }

    private boolean verifyEd25519(@Nullable PublicKey key, Bytes point, byte[] hash, byte[] signature)
            throws GeneralSecurityException {
        if (key != null) {
            Signature verifier =
                    Signature.getInstance("Ed25519", engine().ed25519().orElseThrow());
            verifier.initVerify(key);
            verifier.update(hash);
            return verifier.verify(signature);
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(point.toArray()));
        verifier.update(hash, 0, hash.length);
        return verifier.verifySignature(signature);
    }

    private Engine engine() {
        Engine known = engine;
        if (known == null) {
            synchronized (this) {
                known = engine;
                if (known == null) {
                    known = choose();
                    engine = known;
                }
            }
        }
        return known;
    }

    private Engine choose() {
        return switch (choice) {
            case JDK -> jdk("");
            case ACCP ->
                switch (loadAccp()) {
                    case Accp.Loaded(Provider provider) -> accp(provider);
                    case Accp.Missing(String why) -> throw new IllegalStateException("ACCP " + why);
                };
            case AUTO ->
                switch (loadAccp()) {
                    case Accp.Loaded(Provider provider) -> accp(provider);
                    case Accp.Missing(String why) -> jdk("; ACCP " + why);
                };
        };
    }

    /// Without the library [Accp] itself cannot be linked, so that it is too late to catch that in there.
    private static Accp.Result loadAccp() {
        try {
            return Accp.load();
        } catch (LinkageError _) {
            return new Accp.Missing("is not installed");
        }
    }

    private static Engine accp(Provider provider) {
        Optional<Provider> ed25519 = Optional.of(provider);
        try {
            Signature.getInstance("Ed25519", provider);
        } catch (NoSuchAlgorithmException _) {
            ed25519 = Optional.empty(); // a FIPS build
        }
        return new Engine(
                new Providers(provider, ed25519),
                "RSA" + (ed25519.isPresent() ? " and Ed25519" : "") + " by ACCP " + provider.getVersionStr()
                        + (ed25519.isPresent() ? "" : ", Ed25519 by Bouncy Castle"));
    }

    private static Engine jdk(String why) {
        Provider rsa = Objects.requireNonNull(Security.getProvider("SunRsaSign"), "SunRsaSign");
        return new Engine(new Providers(rsa, Optional.empty()), "RSA by the JDK, Ed25519 by Bouncy Castle" + why);
    }
}
