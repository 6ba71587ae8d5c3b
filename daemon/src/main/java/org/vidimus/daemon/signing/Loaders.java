package org.vidimus.daemon.signing;

import java.nio.file.Path;
import java.util.Optional;
import org.vidimus.daemon.config.SignSettings;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.signer.key.KeyLoader;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.KeySafety;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.lifecycle.FileKeyTools;
import org.vidimus.signer.lifecycle.KeyDirectory;
import org.vidimus.signer.opendkim.Dialect;
import org.vidimus.signer.opendkim.OpenDkimConfiguration;

/// Chooses who decides, by what is configured.
final class Loaders {
    private Loaders() {}

    static SigningLoader of(SignSettings settings, SigningBackend backend) {
        return settings.openDkim()
                .<SigningLoader>map(file -> openDkim(file, settings, backend))
                .orElseGet(() -> rules(settings, backend));
    }

    private static SigningLoader openDkim(Path file, SignSettings settings, SigningBackend backend) {
        return new OpenDkimLoader(
                file, path -> OpenDkimConfiguration.load(path, Dialect.STRICT, backend), settings.logins());
    }

    private static SigningLoader rules(SignSettings settings, SigningBackend backend) {
        KeyRules rules = rules(settings.minimumKeyBits());
        KeyLoader keys = new KeyLoader(backend, rules);
        return new RuleLoader(
                settings,
                new KeyFiles(keys::load),
                new KeyDirectory(settings.keyDirectory(), new FileKeyTools(backend, rules)));
    }

    /// What reads keys that are named one by one.
    static KeyLoader keys(int minimumKeyBits) {
        return new KeyLoader(SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO)), rules(minimumKeyBits));
    }

    private static KeyRules rules(int minimumKeyBits) {
        // What systemd hands over with LoadCredential=.
        Optional<Path> credentials = Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return new KeyRules(minimumKeyBits, KeySafety.REQUIRED, credentials);
    }
}
