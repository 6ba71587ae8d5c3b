package org.vidimus.signer.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.login.FailedLoginException;

/// Opens keys of devices by the JDK's own provider for PKCS #11, SunPKCS11. A private key stays in its device:
/// what is here is a handle.
///
/// The provider shows a private key only beside a certificate with the same CKA_ID, which need not mean anything:
/// `keytool -genkeypair` makes both. Of what DKIM has, it signs with RSA alone.
final class Token {
    private static final AtomicLong NUMBER = new AtomicLong();

    private Token() {}

    /// The key that `uri` names.
    ///
    /// @param pin the PIN; it is wiped
    static RsaKey open(TokenUri uri, char[] pin) throws KeyRefusedException {
        try {
            Provider provider = Objects.requireNonNull(Security.getProvider("SunPKCS11"), "SunPKCS11")
                    .configure("--name=vidimus" + NUMBER.incrementAndGet() + "\nlibrary=" + uri.module() + "\nslot="
                            + uri.slot() + "\n");
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return key(uri, provider, store);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw refused(e);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private static RsaKey key(TokenUri uri, Provider provider, KeyStore store)
            throws GeneralSecurityException, KeyRefusedException {
        // Where two certificates have one label, the provider adds issuer and serial number to it.
        List<String> aliases = Collections.list(store.aliases()).stream()
                .filter(alias -> alias.equals(uri.object()) || alias.startsWith(uri.object() + "/"))
                .toList();
        if (aliases.size() != 1) {
            throw new KeyRefusedException(
                    KeyFault.DEVICE,
                    aliases.isEmpty()
                            ? "the device has no certificate with this label; Java sees a key only beside one"
                            : "the device has several certificates with this label");
        }
        Certificate certificate = store.getCertificate(aliases.getFirst());
        Key key = store.getKey(aliases.getFirst(), null);
        if (!(key instanceof PrivateKey handle)) {
            throw new KeyRefusedException(
                    KeyFault.DEVICE, "the device has no private key with the CKA_ID of that certificate");
        }
        if (!(certificate.getPublicKey() instanceof RSAPublicKey half)) {
            throw new KeyRefusedException(
                    KeyFault.UNSUPPORTED, "not a key of RSA; Java's provider for PKCS #11 has no Ed25519");
        }
        return new RsaKey(
                handle,
                provider,
                Encodings.publicKey(half.getModulus(), half.getPublicExponent()),
                half.getModulus().bitLength());
    }

    private static KeyRefusedException refused(Exception e) {
        Throwable root = e;
        for (int depth = 0; depth < 10; depth++) {
            if (root instanceof FailedLoginException) {
                return new KeyRefusedException(KeyFault.PASSPHRASE, "the device refuses the PIN");
            }
            Throwable cause = root.getCause();
            if (cause == null) {
                break;
            }
            root = cause;
        }
        // The provider's words are names of errors such as CKR_DEVICE_REMOVED, and paths.
        return new KeyRefusedException(KeyFault.DEVICE, "the device cannot be had: " + root.getMessage());
    }
}
