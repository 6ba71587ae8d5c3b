package org.vidimus.signer.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

/// A signing key of the JDK's own, with which what is signed here is compared with what others signed.
///
/// @param publicKey as p= has it, decoded
public record TestKey(SignatureAlgorithm algorithm, int bits, Bytes publicKey, PrivateKey key) implements SigningKey {
    /// RSA of 1,024 bits, the least that verifiers take.
    public static final TestKey RSA = generate("RSA", 1024);

    public static final TestKey RSA_2048 = generate("RSA", 2048);

    public static final TestKey ED25519 = generate("Ed25519", 255);

    private static final String ED25519_PREFIX = "302e020100300506032b657004220420"; // RFC 8410 §7
    private static final String RSA_PREFIX = "020100300d06092a864886f70d0101010500"; // PKCS#8, rsaEncryption
    private static final int POINT = 32;

    private static TestKey generate(String name, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            byte[] info = pair.getPublic().getEncoded();
            return name.equals("RSA")
                    ? new TestKey(SignatureAlgorithm.RSA_SHA256, bits, Bytes.of(info), pair.getPrivate())
                    : new TestKey(SignatureAlgorithm.ED25519_SHA256, 256, point(info), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes point(byte[] info) {
        return Bytes.of(Arrays.copyOfRange(info, info.length - POINT, info.length));
    }

    /// The RSA key in the PEM of PKCS#1, as suites have it.
    public static TestKey rsa(String pem, SignatureAlgorithm algorithm) {
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
        byte[] body = concat(HexFormat.of().parseHex(RSA_PREFIX), der(0x04, key));
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            var read = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der(0x30, body)));
            byte[] info = factory.generatePublic(new RSAPublicKeySpec(read.getModulus(), read.getPublicExponent()))
                    .getEncoded();
            return new TestKey(algorithm, read.getModulus().bitLength(), Bytes.of(info), read);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The Ed25519 key of this seed; its public half, which is not derived here, is that of the record.
    public static TestKey ed25519(String seed, Bytes publicKey) {
        byte[] info = concat(
                HexFormat.of().parseHex(ED25519_PREFIX), Base64.getDecoder().decode(seed.strip()));
        try {
            return new TestKey(
                    SignatureAlgorithm.ED25519_SHA256,
                    256,
                    publicKey,
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(info)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] der(int tag, byte[] content) {
        byte[] head = {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return concat(head, content);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    public DomainKey of(String selector, String domain) {
        return new DomainKey(DomainName.of(domain), DomainName.of(selector), this);
    }

    /// The key record.
    public String record() {
        return "v=DKIM1; k=" + algorithm.keyType().word() + "; p="
                + Base64.getEncoder().encodeToString(publicKey.toArray());
    }

    @Override
    public Bytes sign(Bytes input) throws SigningException {
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case RSA_SHA256 -> "SHA256withRSA";
                        case RSA_SHA1 -> "SHA1withRSA";
                        case ED25519_SHA256 -> "Ed25519";
                    });
            signature.initSign(key);
            signature.update(
                    algorithm == SignatureAlgorithm.ED25519_SHA256
                            ? algorithm.hash().newDigest().digest(input.toArray())
                            : input.toArray());
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new SigningException("a test key", e);
        }
    }
}
