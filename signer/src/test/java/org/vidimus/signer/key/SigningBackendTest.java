package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.CryptoBackend;

class SigningBackendTest {
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "JDK"})
    void theSameLibrariesSignAndVerify(CryptoBackend.Choice choice) throws SigningException {
        CryptoBackend crypto = CryptoBackend.of(choice);
        SigningBackend backend = SigningBackend.of(crypto);

        assertEquals(crypto.description(), backend.description());
        KeyGenerator generator = new KeyGenerator(backend, new SecureRandom());
        for (KeyKind kind : KeyKind.values()) {
            if (kind != KeyKind.RSA_4096) {
                assertTrue(backend.proves(generator.generate(kind).key()));
            }
        }
    }

    /// A library whose Ed25519 and RSA sign nothing.
    private static final class Broken extends Provider {
        private static final long serialVersionUID = 1;

        private Broken() {
            super("Broken", "1", "");
        }
    }

    @Test
    void aLibraryThatCannotSignIsLeft() {
        Provider broken = new Broken();
        SigningBackend backend = SigningBackend.of(
                CryptoBackend.of(CryptoBackend.Choice.AUTO),
                new CryptoBackend.Providers(broken, Optional.of(broken)),
                "RSA and Ed25519 by Broken");

        assertEquals(
                "RSA by the JDK, Ed25519 by Bouncy Castle; not RSA and Ed25519 by Broken: cannot sign:"
                        + " java.security.NoSuchAlgorithmException: no such algorithm: RSA for provider Broken",
                backend.description());
        new KeyGenerator(backend, new SecureRandom()).generate(KeyKind.ED25519);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "JDK"})
    @Spec("RFC 8463 §3")
    void theKeyOfTheRfcHasItsPublicHalf(CryptoBackend.Choice choice) {
        // RFC 8463 Appendix A.2: the seed and p= of the example.
        KeyReference seed =
                new KeyReference.Inline("RFC 8463", Bytes.utf8("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="));
        KeyLoader loader = new KeyLoader(SigningBackend.of(CryptoBackend.of(choice)), KeyRules.DEFAULT);

        assertEquals(
                Bytes.of(Base64.getDecoder().decode("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")),
                Keys.loaded(loader.load(seed)).key().publicKey());
    }

    @Test
    void ed25519IsTheSameByEveryLibrary() throws SigningException {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        KeyReference key =
                new KeyReference.Inline("sevens", Bytes.utf8(Base64.getEncoder().encodeToString(seed)));
        SigningBackend jdk = SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.JDK));

        // It has no randomness, so that two libraries give the same octets.
        assertEquals(
                Keys.loaded(Keys.LOADER.load(key)).key().sign(Bytes.utf8("x")),
                Keys.loaded(new KeyLoader(jdk, KeyRules.DEFAULT).load(key))
                        .key()
                        .sign(Bytes.utf8("x")));
    }
}
