package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.signer.key.SigningKey;

/// A key that decisions can be made with, and no signatures. A file is what its name says: `rsa512`, `ed25519`,
/// `broken`, `open` to others, `missing`; all else is RSA of 2,048 bits.
record NoKey(SignatureAlgorithm algorithm, int bits) implements SigningKey {
    static final KeyReader READER = new KeyReader() {
        @Override
        public KeyMaterial file(Path path, boolean safe) {
            return named(path.toString(), safe);
        }

        @Override
        public KeyMaterial inline(String text) {
            return named(text, false);
        }
    };

    private static KeyMaterial named(String name, boolean safe) {
        if (name.contains("broken")) {
            return new KeyMaterial.Unusable("not a key");
        }
        if (name.contains("open") && safe) {
            return new KeyMaterial.Unreadable("others may read it");
        }
        if (name.contains("ed25519")) {
            return new KeyMaterial.Ready(new NoKey(SignatureAlgorithm.ED25519_SHA256, 256));
        }
        return new KeyMaterial.Ready(new NoKey(SignatureAlgorithm.RSA_SHA256, name.contains("rsa512") ? 512 : 2048));
    }

    @Override
    public Bytes publicKey() {
        return Bytes.EMPTY;
    }

    @Override
    public Bytes sign(Bytes input) {
        return Bytes.EMPTY;
    }
}
