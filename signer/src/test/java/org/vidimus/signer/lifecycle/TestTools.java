package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.signer.key.SigningKey;

/// Keys without a private half: their files hold the public one in hexadecimal, and they sign with nothing. For tests
/// of everything but signing.
final class TestTools implements KeyTools {
    private record Toy(SignatureAlgorithm algorithm, Bytes publicKey) implements SigningKey {
        @Override
        public int bits() {
            return 256;
        }

        @Override
        public Bytes sign(Bytes input) {
            return Bytes.EMPTY;
        }
    }

    @Override
    public Read read(Path file) {
        try {
            String[] words = Files.readString(file).strip().split(" ");
            return new Read.Usable(new Toy(
                    SignatureAlgorithm.valueOf(words[0]),
                    Bytes.of(HexFormat.of().parseHex(words[1]))));
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            return new Read.Unusable(file + ": no key");
        }
    }

    @Override
    public Made make(KeyAlgorithm algorithm) {
        byte[] key = publicKey(algorithm);
        return new Made(
                Bytes.utf8(algorithm.signature().name() + " " + HexFormat.of().formatHex(key) + "\n"), Bytes.of(key));
    }

    private static byte[] publicKey(KeyAlgorithm algorithm) {
        try {
            boolean rsa = algorithm.keyType() == KeyType.RSA;
            var generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "Ed25519");
            if (rsa) {
                generator.initialize(1024); // quick
            }
            byte[] info = generator.generateKeyPair().getPublic().getEncoded();
            return rsa ? info : Arrays.copyOfRange(info, info.length - 32, info.length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
