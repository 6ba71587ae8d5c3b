package org.vidimus.policy.dkim;

import java.math.BigInteger;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Reads RSA public keys in DER, and nothing but what such a key consists of: sequences, two integers, a bit
/// string and one object identifier ([RFC 8017](https://www.rfc-editor.org/rfc/rfc8017) Appendix A.1.1).
/// Confined to one call.
final class RsaKeyReader {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int NULL = 0x05;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int MAX_EXPONENT_BITS = 32;
    private static final Bytes RSA_ENCRYPTION = // 1.2.840.113549.1.1.1
            Bytes.of(
                    (byte) 0x2A,
                    (byte) 0x86,
                    (byte) 0x48,
                    (byte) 0x86,
                    (byte) 0xF7,
                    (byte) 0x0D,
                    (byte) 1,
                    (byte) 1,
                    (byte) 1);

    private final Bytes octets;
    private int position;

    private RsaKeyReader(Bytes octets) {
        this.octets = octets;
    }

    static Parsed<VerifyingKey> read(Bytes octets) {
        RsaKeyReader reader = new RsaKeyReader(octets);
        try {
            return new Parsed.Ok<>(reader.key());
        } catch (NotAKeyException wrong) {
            return new Parsed.Malformed<>(reader.position, wrong.why);
        }
    }

    /// Ends the reading; it never leaves this class.
    private static final class NotAKeyException extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        private NotAKeyException(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }

    private VerifyingKey key() throws NotAKeyException {
        expectEnd(enter(SEQUENCE), octets.length());
        if (position < octets.length() && octets.at(position) == SEQUENCE) {
            algorithm();
            expectEnd(enter(BIT_STRING), octets.length());
            if (next() != 0) {
                throw new NotAKeyException("a bit string of whole octets expected");
            }
            expectEnd(enter(SEQUENCE), octets.length());
        }
        BigInteger modulus = integer();
        BigInteger exponent = integer();
        expectEnd(position, octets.length());
        return checked(modulus, exponent);
    }

    private static VerifyingKey checked(BigInteger modulus, BigInteger exponent) throws NotAKeyException {
        if (modulus.bitLength() > VerifyingKey.MAX_RSA_BITS) {
            throw new NotAKeyException("modulus longer than " + VerifyingKey.MAX_RSA_BITS + " bits");
        }
        if (modulus.signum() <= 0 || !modulus.testBit(0)) {
            throw new NotAKeyException("not an RSA modulus");
        }
        // An even exponent is no RSA key, and a huge one is a way to burn our time.
        if (exponent.bitLength() > MAX_EXPONENT_BITS
                || exponent.compareTo(BigInteger.TWO) < 0
                || !exponent.testBit(0)) {
            throw new NotAKeyException("not an exponent that is odd and below 2^32");
        }
        return new VerifyingKey.Rsa(modulus, exponent);
    }

    /// AlgorithmIdentifier: rsaEncryption, and NULL, which some leave out.
    private void algorithm() throws NotAKeyException {
        int end = enter(SEQUENCE);
        int identifierEnd = enter(OBJECT_IDENTIFIER);
        if (!octets.slice(position, identifierEnd).equals(RSA_ENCRYPTION)) {
            throw new NotAKeyException("not an RSA key");
        }
        position = identifierEnd;
        if (position < end) {
            expectEnd(enter(NULL), position); // it has no content
        }
        expectEnd(position, end);
    }

    private BigInteger integer() throws NotAKeyException {
        int end = enter(INTEGER);
        Bytes value = octets.slice(position, end);
        boolean minimal = value.length() == 1
                || (value.length() > 1
                        && (value.at(0) != 0 || value.at(1) >= 0x80)
                        && (value.at(0) != 0xFF || value.at(1) < 0x80));
        if (!minimal) {
            throw new NotAKeyException("not an integer in its shortest form");
        }
        position = end;
        return new BigInteger(value.toArray());
    }

    /// Reads tag and length; the position after the content, which is inside the octets.
    private int enter(int tag) throws NotAKeyException {
        if (next() != tag) {
            position--;
            throw new NotAKeyException("expected DER tag " + tag);
        }
        int length = next();
        if (length >= 0x80) {
            int count = length & 0x7F;
            if (count < 1 || count > 3) {
                throw new NotAKeyException("not a DER length");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | next();
            }
            if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
                throw new NotAKeyException("not a DER length in its shortest form");
            }
        }
        if (length > octets.length() - position) {
            throw new NotAKeyException("longer than the key");
        }
        return position + length;
    }

    private int next() throws NotAKeyException {
        if (position == octets.length()) {
            throw new NotAKeyException("the key ends too early");
        }
        return octets.at(position++);
    }

    private static void expectEnd(int actual, int expected) throws NotAKeyException {
        if (actual != expected) {
            throw new NotAKeyException("something after the end of the key");
        }
    }
}
