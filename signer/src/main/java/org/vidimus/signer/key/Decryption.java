package org.vidimus.signer.key;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

/// Takes the encryption off a key. The passphrase is wiped.
final class Decryption {
    private Decryption() {}

    /// Encrypted PKCS #8 ([RFC 5208 §6](https://www.rfc-editor.org/rfc/rfc5208#section-6)).
    static ASN1Sequence pkcs8(EncryptedPrivateKeyInfo info, char[] passphrase) throws KeyRefusedException {
        DecryptionCost.check(info.getEncryptionAlgorithm());
        try {
            byte[] clear = new PKCS8EncryptedPrivateKeyInfo(info)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(passphrase))
                    .getEncoded();
            return ASN1Sequence.getInstance(clear);
        } catch (OperatorCreationException _) {
            throw unknownCipher(info.getEncryptionAlgorithm());
        } catch (PKCSException | IOException | RuntimeException _) {
            // What a wrong passphrase gives is no padding, or no DER.
            throw wrongPassphrase();
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private static KeyRefusedException unknownCipher(AlgorithmIdentifier algorithm) {
        return new KeyRefusedException(
                KeyFault.UNSUPPORTED,
                "encrypted in a way that is not known: "
                        + algorithm.getAlgorithm().getId());
    }

    private static KeyRefusedException wrongPassphrase() {
        return new KeyRefusedException(KeyFault.PASSPHRASE, "the passphrase does not open it");
    }

    /// What DEK-Info says of a block that OpenSSL encrypted in its older way; empty if it is not.
    static Optional<String> cipher(PemObject block) {
        for (Object header : block.getHeaders()) {
            if (header instanceof PemHeader each && "DEK-Info".equals(each.getName())) {
                return Optional.of(each.getValue());
            }
        }
        return Optional.empty();
    }

    /// Decrypts that.
    ///
    /// @param cipher its name, a comma, and the initialisation vector in hexadecimal digits
    static byte[] traditional(byte[] content, String cipher, char[] passphrase) throws KeyRefusedException {
        try {
            int comma = cipher.indexOf(',');
            byte[] vector = HexFormat.of().parseHex(cipher.substring(comma + 1).strip());
            byte[] clear = new JcePEMDecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(passphrase)
                    .get(cipher.substring(0, comma).toUpperCase(Locale.ROOT))
                    .decrypt(content, vector);
            // Wrong padding is a wrong passphrase in 255 cases of 256; in the last the octets are no sequence.
            ASN1Sequence.getInstance(clear);
            return clear;
        } catch (IOException | OperatorCreationException | RuntimeException _) {
            throw wrongPassphrase();
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
