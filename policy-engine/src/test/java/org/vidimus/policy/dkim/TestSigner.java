package org.vidimus.policy.dkim;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

/// Signs messages for tests, with a key of its own. Immutable.
final class TestSigner {
    /// RSA of 1,024 bits, the least that passes.
    static final TestSigner RSA = generate("RSA", 1024);

    /// RSA of a size that nobody accepts.
    static final TestSigner SHORT_RSA = generate("RSA", 768);

    /// Ed25519.
    static final TestSigner ED25519 = generate("Ed25519", 255);

    private final KeyPair keys;

    private TestSigner(KeyPair keys) {
        this.keys = keys;
    }

    private static TestSigner generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return new TestSigner(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key as p= has it.
    String publicKey() {
        byte[] info = keys.getPublic().getEncoded();
        return Base64.getEncoder()
                .encodeToString(
                        keys.getPublic() instanceof EdECPublicKey
                                ? Arrays.copyOfRange(info, info.length - VerifyingKey.ED25519_BYTES, info.length)
                                : info);
    }

    /// The message with a DKIM-Signature field above it.
    ///
    /// @param tags the value of the field with its leading space; where it says `BH` the body hash goes, where
    /// it says
    ///     `SIG` the signature
    String sign(String tags, String message) {
        return "DKIM-Signature:" + value(tags, message) + "\r\n" + message;
    }

    private String value(String tags, String message) {
        RawMessage parsed = switch (RawMessage.parse(octets(message), Budgets.DEFAULT)) {
            case Parsed.Ok<RawMessage>(RawMessage good) -> good;
            case Parsed.Malformed<RawMessage>(int _, String why) -> throw new IllegalArgumentException(why);
        };
        String empty = "A".repeat(43) + "=";
        DkimSignature draft = read(tags.replace("BH", empty).replace("SIG", "AAAA"));
        BodyHashes bodies = new BodyHashes();
        BodyHashes.Handle body =
                bodies.want(draft.canonicalization().body(), draft.algorithm().hash(), draft.bodyLimit());
        bodies.update(parsed.body().toArray(), 0, parsed.body().length());
        bodies.finish();
        String hashed = tags.replace("BH", base64(body.digest().toArray()));
        Bytes octets = headerOctets(parsed.header(), hashed);
        try {
            return hashed.replace("SIG", base64(sign(draft.algorithm(), octets)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes headerOctets(HeaderBlock header, String tags) {
        DkimSignature signature = read(tags.replace("SIG", "AAAA"));
        HeaderInput input = new HeaderInput(signature.canonicalization().header(), HeaderForm.FILE);
        List<Optional<HeaderField>> fields = new FieldIndex(header).select(signature.signedFields(), Optional.empty());
        fields.forEach(field -> field.ifPresent(input::field));
        Bytes own = signature.tags().without(signature.signatureTag());
        return input.last(new HeaderField(Bytes.utf8("DKIM-Signature"), own)).octets();
    }

    private byte[] sign(SignatureAlgorithm algorithm, Bytes octets) throws GeneralSecurityException {
        byte[] input = octets.toArray();
        String name = "SHA256withRSA";
        if (algorithm == SignatureAlgorithm.ED25519_SHA256) {
            name = "Ed25519";
            input = HashAlgorithm.SHA256.newDigest().digest(input);
        }
        Signature signer = Signature.getInstance(name);
        signer.initSign(keys.getPrivate());
        signer.update(input);
        return signer.sign();
    }

    private static DkimSignature read(String tags) {
        return assertInstanceOf(
                        DkimSignatureReader.Outcome.Good.class,
                        DkimSignatureReader.read(octets(tags), TagList.Charset.UTF_8, 1000),
                        tags)
                .signature();
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static Bytes octets(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
