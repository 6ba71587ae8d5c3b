package org.vidimus.signer.lifecycle;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.vidimus.signer.key.KeyFault;
import org.vidimus.signer.key.KeyGenerator;
import org.vidimus.signer.key.KeyKind;
import org.vidimus.signer.key.KeyLoader;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.KeyResult;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.NewKey;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.key.SigningKey;

/// Keys in files, PKCS #8 in PEM, as the rest of the signer reads them: a key that others can read is refused.
///
/// Thread-safe.
public final class FileKeyTools implements KeyTools {
    private final KeyLoader loader;
    private final KeyGenerator generator;

    /// Keys that `backend` signs with, judged by `rules`.
    public FileKeyTools(SigningBackend backend, KeyRules rules) {
        this.loader = new KeyLoader(backend, rules);
        this.generator = new KeyGenerator(backend, new SecureRandom());
    }

    @Override
    public Read read(Path file) {
        return switch (loader.load(new KeyReference.InFile(file))) {
            case KeyResult.Loaded(SigningKey key, List<String> _) -> new Read.Usable(key);
            case KeyResult.Refused(KeyFault _, String why) -> new Read.Unusable(why);
        };
    }

    @Override
    public Made make(KeyAlgorithm algorithm) {
        NewKey made = generator.generate(
                switch (algorithm) {
                    case RSA2048 -> KeyKind.RSA_2048;
                    case RSA3072 -> KeyKind.RSA_3072;
                    case RSA4096 -> KeyKind.RSA_4096;
                    case ED25519 -> KeyKind.ED25519;
                });
        return new Made(made.pem(), made.key().publicKey());
    }
}
