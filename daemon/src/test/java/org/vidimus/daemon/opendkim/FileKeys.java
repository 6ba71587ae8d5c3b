package org.vidimus.daemon.opendkim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.signer.key.SigningKey;
import org.vidimus.signer.opendkim.KeyMaterial;
import org.vidimus.signer.opendkim.KeyReader;

/// Keys known by the size of their files.
record FileKeys(SignatureAlgorithm algorithm, int bits) implements SigningKey {
    static final KeyReader READER = new KeyReader() {
        @Override
        public KeyMaterial file(Path path, boolean safe) {
            try {
                if (!Files.isRegularFile(path)) {
                    return new KeyMaterial.Unreadable("not a file");
                }
                String text = Files.readString(path);
                if (!text.contains("PRIVATE KEY")) {
                    return new KeyMaterial.Unusable("no key");
                }
                if (text.length() < 200) {
                    return new KeyMaterial.Ready(new FileKeys(SignatureAlgorithm.ED25519_SHA256, 256));
                }
                int bits = text.length() > 1500 ? 2048 : text.length() > 800 ? 1024 : 512;
                return new KeyMaterial.Ready(new FileKeys(SignatureAlgorithm.RSA_SHA256, bits));
            } catch (IOException e) {
                return new KeyMaterial.Unreadable(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public KeyMaterial inline(String text) {
            return new KeyMaterial.Unusable("inline");
        }
    };

    @Override
    public Bytes publicKey() {
        return Bytes.EMPTY;
    }

    @Override
    public Bytes sign(Bytes input) {
        return Bytes.EMPTY;
    }
}
