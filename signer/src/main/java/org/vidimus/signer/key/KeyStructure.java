package org.vidimus.signer.key;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.VerifyingKey;

/// What a structure in DER is, told by its shape: labels in PEM are not always right, and DER has none.
///
/// PKCS #1 is a sequence of nine integers ([RFC 8017
/// A.1.2](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2)), PKCS #8 an integer, an algorithm and an octet
/// string ([RFC 5208 §5](https://www.rfc-editor.org/rfc/rfc5208#section-5), [RFC 5958
/// §2](https://www.rfc-editor.org/rfc/rfc5958#section-2)), its encrypted form an algorithm and an octet string,
/// a public key an algorithm and a bit string.
final class KeyStructure {
    private static final int RSA_PARTS = 9;

    private KeyStructure() {}

    static KeyMaterial read(byte[] der, Passphrases passphrases) throws KeyRefusedException {
        try {
            return read(ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der)), passphrases, true);
        } catch (IOException | RuntimeException _) {
            // The library throws what it likes at what is not DER, and may quote the octets.
            throw KeyRefusedException.notAKey();
        }
    }

    private static KeyMaterial read(ASN1Sequence parts, Passphrases passphrases, boolean encryptable)
            throws IOException, KeyRefusedException {
        ASN1Encodable first = parts.getObjectAt(0);
        ASN1Encodable second = parts.getObjectAt(1);
        if (first instanceof ASN1Integer && second instanceof ASN1Integer) {
            if (parts.size() == 2) {
                throw notPrivate("the public half of a key of RSA");
            }
            return rsa(parts);
        }
        if (first instanceof ASN1Integer && second instanceof ASN1Sequence) {
            return pkcs8(PrivateKeyInfo.getInstance(parts));
        }
        if (first instanceof ASN1Integer && second instanceof ASN1OctetString) {
            throw unsupported("a key of an elliptic curve");
        }
        if (first instanceof ASN1Sequence && second instanceof ASN1OctetString && encryptable) {
            return read(
                    Decryption.pkcs8(EncryptedPrivateKeyInfo.getInstance(parts), passphrases.secret()),
                    passphrases,
                    false);
        }
        if (first instanceof ASN1Sequence && second instanceof ASN1BitString) {
            throw notPrivate("a public key");
        }
        if (first instanceof ASN1Sequence && parts.size() == 3) {
            throw notPrivate("a certificate");
        }
        throw KeyRefusedException.notAKey();
    }

    private static KeyRefusedException notPrivate(String what) {
        return new KeyRefusedException(KeyFault.NOT_PRIVATE, "this is " + what + "; the private key is needed");
    }

    private static KeyRefusedException unsupported(String what) {
        return new KeyRefusedException(KeyFault.UNSUPPORTED, "this is " + what + "; DKIM has RSA and Ed25519 only");
    }

    private static KeyMaterial rsa(ASN1Sequence parts) throws KeyRefusedException {
        if (parts.size() != RSA_PARTS) {
            // DSA in OpenSSL's own form has six integers; RSA with more than two primes a tenth part.
            throw unsupported(parts.size() == RSA_PARTS + 1 ? "a key of RSA with many primes" : "a key of DSA");
        }
        for (ASN1Encodable part : parts) {
            BigInteger number = ASN1Integer.getInstance(part).getValue();
            // 0 is the version. The lengths are judged here, before anybody computes with the numbers.
            if (number.signum() < 0 || number.bitLength() > 2 * KeyRules.MOST_RSA_BITS) {
                throw KeyRefusedException.notAKey();
            }
        }
        return new RsaMaterial(RSAPrivateKey.getInstance(parts));
    }

    private static KeyMaterial pkcs8(PrivateKeyInfo info) throws IOException, KeyRefusedException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(ASN1Sequence.getInstance(info.parsePrivateKey()));
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            // RFC 8410 §7: an octet string in an octet string, and since version 2 the public half may follow.
            Bytes seed =
                    Bytes.of(ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets());
            ASN1BitString half = info.getPublicKeyData();
            if (seed.length() != VerifyingKey.ED25519_BYTES) {
                throw new KeyRefusedException(KeyFault.DAMAGED, "damaged: a key of Ed25519 has 32 octets");
            }
            return new Ed25519Material(seed, half == null ? Bytes.EMPTY : Bytes.of(half.getOctets()));
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            throw unsupported("a key of an elliptic curve");
        }
        throw unsupported("a key of the algorithm " + algorithm.getId());
    }
}
