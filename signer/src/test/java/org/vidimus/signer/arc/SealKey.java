package org.vidimus.signer.arc;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

/// A key of the JDK's own that seals in tests, published at `s._domainkey` of whatever domain.
///
/// Immutable.
record SealKey(KeyPair pair, SignatureAlgorithm algorithm) implements SigningKey {
    static final SealKey RSA = rsa();

    private static SealKey rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024); // the least that verifiers take, for speed
            return new SealKey(generator.generateKeyPair(), SignatureAlgorithm.RSA_SHA256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key in the PEM of PKCS#1, as suites have it.
    static SealKey of(String pem) {
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
        byte[] head = {
            0x30,
            (byte) 0x82,
            0,
            0,
            2,
            1,
            0,
            0x30,
            0x0D,
            6,
            9,
            0x2A,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xF7,
            0x0D,
            1,
            1,
            1,
            5,
            0,
            4,
            (byte) 0x82,
            (byte) (key.length >> 8),
            (byte) key.length
        }; // PKCS#8 around PKCS#1
        int length = head.length - 4 + key.length;
        head[2] = (byte) (length >> 8);
        head[3] = (byte) length;
        byte[] info = new byte[head.length + key.length];
        System.arraycopy(head, 0, info, 0, head.length);
        System.arraycopy(key, 0, info, head.length, key.length);
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            PrivateKey read = factory.generatePrivate(new PKCS8EncodedKeySpec(info));
            RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) read;
            return new SealKey(
                    new KeyPair(
                            factory.generatePublic(
                                    new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent())),
                            read),
                    SignatureAlgorithm.RSA_SHA256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    DomainKey of(String selector, String domain) {
        return new DomainKey(DomainName.of(domain), DomainName.of(selector), this);
    }

    /// The key record.
    String record() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /// The private half for other programs.
    String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    boolean verifies(Bytes input, Bytes signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(pair.getPublic());
            verifier.update(input.toArray());
            return verifier.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int bits() {
        return 1024;
    }

    @Override
    public Bytes publicKey() {
        return Bytes.of(pair.getPublic().getEncoded());
    }

    @Override
    public Bytes sign(Bytes input) throws SigningException {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(input.toArray());
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new SigningException("a test key", e);
        }
    }
}
