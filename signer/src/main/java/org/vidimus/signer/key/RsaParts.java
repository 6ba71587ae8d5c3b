package org.vidimus.signer.key;

import java.math.BigInteger;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/// Whether the numbers of a key of RSA belong together ([RFC 8017
/// §3.2](https://www.rfc-editor.org/rfc/rfc8017#section-3.2)). A signature alone does not tell: libraries use
/// five of the eight, not always the same.
final class RsaParts {
    private RsaParts() {}

    static boolean fit(RSAPrivateKey key) {
        BigInteger p = key.getPrime1();
        BigInteger q = key.getPrime2();
        return p.compareTo(BigInteger.ONE) > 0
                && q.compareTo(BigInteger.ONE) > 0
                && key.getModulus().equals(p.multiply(q))
                && isExponent(key, key.getExponent1(), p.subtract(BigInteger.ONE))
                && isExponent(key, key.getExponent2(), q.subtract(BigInteger.ONE))
                && key.getCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
    }

    /// Whether `exponent` is what the private exponent is by `order`, and undoes the public one.
    private static boolean isExponent(RSAPrivateKey key, BigInteger exponent, BigInteger order) {
        return key.getPrivateExponent().mod(order).equals(exponent)
                && exponent.multiply(key.getPublicExponent()).mod(order).equals(BigInteger.ONE);
    }
}
