package org.vidimus.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vidimus.daemon.explain.MessageSigner.Named;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.key.KeyLoader;
import org.vidimus.signer.key.KeyPassphrase;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.key.KeyResult;
import org.vidimus.signer.key.KeyRules;
import org.vidimus.signer.key.KeySafety;
import org.vidimus.signer.key.SigningBackend;
import picocli.CommandLine.Model.OptionSpec;

/// Private keys named on the command line, each with its selector.
final class KeyOptions {
    private KeyOptions() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.many(
                                "--selector",
                                "S",
                                MailOptions::domain,
                                "Under which selector (s=) the key's record stands. As often as `--key`.")
                        .required(true)
                        .build(),
                Options.many(
                                "--key",
                                "FILE",
                                (String file) -> Path.of(file),
                                "A private key: PEM (PKCS #8 or PKCS #1), DER, or an Ed25519 seed in base64.")
                        .required(true)
                        .build(),
                Options.one(
                                "--passphrase-file",
                                "FILE",
                                (String file) -> Path.of(file),
                                "A file whose first line opens keys that are encrypted.")
                        .build());
    }

    /// The keys in the order of the options; empty if one cannot be used, and then that is said.
    static Optional<List<Named>> load(String title, Arguments arguments, Terminal terminal) {
        List<DomainName> selectors = arguments.list("--selector", DomainName.class);
        List<Path> files = arguments.list("--key", Path.class);
        if (selectors.size() != files.size()) {
            throw arguments.wrong(
                    "each --key needs a --selector: " + files.size() + " keys, " + selectors.size() + " selectors");
        }
        Set<DomainName> seen = new TreeSet<>();
        for (DomainName selector : selectors) {
            if (!seen.add(selector)) {
                throw arguments.wrong("--selector " + selector + " is given twice; a selector has one key");
            }
        }
        KeyPassphrase passphrase = arguments
                .optional("--passphrase-file", Path.class)
                .<KeyPassphrase>map(KeyPassphrase.InFile::new)
                .orElseGet(KeyPassphrase.None::new);
        // Whoever signs by hand has the key anyway: a mode that is too open is only mentioned.
        KeyRules rules = new KeyRules(KeyRules.LEAST_RSA_BITS, KeySafety.ADVISED, Optional.empty());
        KeyLoader loader = new KeyLoader(SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.AUTO)), rules);
        List<Named> keys = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            switch (loader.load(new KeyReference.InFile(files.get(i), passphrase))) {
                case KeyResult.Loaded(var key, List<String> cautions) -> {
                    cautions.forEach(caution -> terminal.complain(title, caution));
                    keys.add(new Named(selectors.get(i), key));
                }
                case KeyResult.Refused(var _, String why) -> {
                    terminal.complain(title, why);
                    return Optional.empty();
                }
            }
        }
        return Optional.of(keys);
    }
}
