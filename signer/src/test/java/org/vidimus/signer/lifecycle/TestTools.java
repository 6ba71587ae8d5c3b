package org.vidimus.signer.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.signer.key.SigningKey;

/// Keys that cost nothing: their files hold the public half in hexadecimal, and they sign with nothing. For tests
/// of everything but signing.
final class TestTools implements KeyTools {
    private final AtomicInteger made = new AtomicInteger();

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
            return new Read.Usable(new Toy(SignatureAlgorithm.valueOf(words[0]), Bytes.utf8(words[1])));
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            return new Read.Unusable(file + ": no key");
        }
    }

    @Override
    public Made make(KeyAlgorithm algorithm) {
        // 32 octets, so that it is an Ed25519 key as far as records go
        String key = "key-%028d".formatted(made.incrementAndGet());
        return new Made(Bytes.utf8(algorithm.signature().name() + " " + key + "\n"), Bytes.utf8(key));
    }
}
