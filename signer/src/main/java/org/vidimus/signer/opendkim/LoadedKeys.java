package org.vidimus.signer.opendkim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.signer.key.KeyLoader;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.KeyResult;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.KeySafety;
import org.vidimus.signer.key.SigningBackend;

/// Keys as [KeyLoader] loads them.
///
/// Deviation: OpenDKIM looks at a file that others may read before it knows whether it is a key, and never at whether
/// the key fits together. Here a key that cannot sign is found when it is loaded.
///
/// Thread-safe.
final class LoadedKeys implements KeyReader {
    private final KeyLoader safe;
    private final KeyLoader advised;

    LoadedKeys(SigningBackend backend) {
        safe = new KeyLoader(backend, rules(KeySafety.REQUIRED));
        advised = new KeyLoader(backend, rules(KeySafety.ADVISED));
    }

    private static KeyRules rules(KeySafety safety) {
        return new KeyRules(KeyRules.LEAST_RSA_BITS, safety, Optional.empty());
    }

    @Override
    public KeyMaterial file(Path path, boolean requireSafe) {
        return material((requireSafe ? safe : advised).load(new KeyReference.InFile(path)));
    }

    @Override
    public KeyMaterial inline(String text) {
        Bytes octets = Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
        return material(advised.load(new KeyReference.Inline("the key in the table", octets)));
    }

    private static KeyMaterial material(KeyResult result) {
        return switch (result) {
            case KeyResult.Loaded(var key, var _) -> new KeyMaterial.Ready(key);
            case KeyResult.Refused(var fault, String why) ->
                switch (fault) {
                    case MISSING, UNREADABLE, UNSAFE -> new KeyMaterial.Unreadable(why);
                    case WEAK -> new KeyMaterial.TooSmall(why);
                    case TOO_LONG, NOT_A_KEY, NOT_PRIVATE, UNSUPPORTED, ENCRYPTED, PASSPHRASE, DAMAGED, DEVICE ->
                        new KeyMaterial.Unusable(why);
                };
        };
    }
}
