package org.vidimus.signer.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Reads the passphrase of one key when, and only when, the key turns out to be encrypted.
///
/// Confined to one loading.
final class Passphrases {
    private final KeyPassphrase source;
    private final KeyRules rules;
    private final List<String> cautions;

    Passphrases(KeyPassphrase source, KeyRules rules, List<String> cautions) {
        this.source = source;
        this.rules = rules;
        this.cautions = cautions;
    }

    /// The passphrase; whoever gets it wipes it.
    char[] secret() throws KeyRefusedException {
        return switch (source) {
            case KeyPassphrase.None _ ->
                throw new KeyRefusedException(KeyFault.ENCRYPTED, "encrypted, and no passphrase is configured for it");
            case KeyPassphrase.InFile(Path path) -> {
                try {
                    yield firstLine(KeyFiles.read(path, rules.safety(), cautions));
                } catch (KeyRefusedException refused) {
                    throw of(path.toString(), refused);
                }
            }
            case KeyPassphrase.Credential(String name) -> credential(name);
        };
    }

    private char[] credential(String name) throws KeyRefusedException {
        Path folder = rules.credentials()
                .orElseThrow(() -> new KeyRefusedException(
                        KeyFault.PASSPHRASE,
                        "its passphrase is the credential " + name
                                + ", and there is no $CREDENTIALS_DIRECTORY: the service manager sets it"));
        try {
            // Who may read a credential is the service manager's business.
            return firstLine(KeyFiles.read(folder.resolve(name)));
        } catch (KeyRefusedException refused) {
            throw of("credential " + name, refused);
        }
    }

    private static KeyRefusedException of(String name, KeyRefusedException refused) {
        return new KeyRefusedException(KeyFault.PASSPHRASE, "its passphrase: " + name + ": " + refused.getMessage());
    }

    private static char[] firstLine(byte[] octets) throws KeyRefusedException {
        int end = 0;
        while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
            end++;
        }
        try {
            CharBuffer line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, end));
            char[] passphrase = new char[line.remaining()];
            line.get(passphrase);
            Arrays.fill(line.array(), '\0');
            if (passphrase.length == 0) {
                throw new KeyRefusedException(KeyFault.PASSPHRASE, "its first line is empty");
            }
            return passphrase;
        } catch (CharacterCodingException _) {
            throw new KeyRefusedException(KeyFault.PASSPHRASE, "its first line is not UTF-8");
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
