package org.vidimus.signer.key;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vidimus.policy.base.Bytes;

/// Keys in DER, as libraries and files have them.
final class Encodings {
    /// The public exponent of every key that we make.
    static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    // RFC 8410 §3: no parameters.
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);

    private Encodings() {}

    /// PKCS #8 ([RFC 5208 §5](https://www.rfc-editor.org/rfc/rfc5208#section-5)).
    static byte[] pkcs8(RSAPrivateKey key) {
        return der(() -> new PrivateKeyInfo(RSA, key));
    }

    /// PKCS #8 of a seed ([RFC 8410 §7](https://www.rfc-editor.org/rfc/rfc8410#section-7)): an octet string in
    /// an octet string.
    static byte[] pkcs8(byte[] seed) {
        return der(() -> new PrivateKeyInfo(ED25519, new DEROctetString(seed)));
    }

    /// SubjectPublicKeyInfo, as p= has it.
    static Bytes publicKey(BigInteger modulus, BigInteger exponent) {
        return Bytes.of(der(() -> new SubjectPublicKeyInfo(RSA, new RSAPublicKey(modulus, exponent))));
    }

    /// The key that has these primes, and the usual exponent.
    static RSAPrivateKey rsa(BigInteger p, BigInteger q) {
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger d = EXPONENT.modInverse(p1.multiply(q1).divide(p1.gcd(q1)));
        return new RSAPrivateKey(p.multiply(q), EXPONENT, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p));
    }

    private interface Source {
        ASN1Object object() throws IOException;
    }

    private static byte[] der(Source source) {
        try {
            return source.object().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("encoding in memory", e);
        }
    }
}
