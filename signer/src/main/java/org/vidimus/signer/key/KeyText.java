package org.vidimus.signer.key;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.VerifyingKey;

/// The form that a key is written in: PEM, DER, or base64 without a frame.
final class KeyText {
    private static final String BEGIN = "-----BEGIN ";
    private static final int SEQUENCE = 0x30;

    private KeyText() {}

    static KeyMaterial read(byte[] octets, Passphrases passphrases) throws KeyRefusedException {
        if (octets.length > KeyLoader.MAX_BYTES) {
            throw new KeyRefusedException(KeyFault.TOO_LONG, "longer than " + KeyLoader.MAX_BYTES + " octets");
        }
        if (octets.length == 0) {
            throw new KeyRefusedException(KeyFault.NOT_A_KEY, "empty");
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (text.contains(BEGIN)) {
            return pem(text, passphrases);
        }
        // A text in base64 may begin with 0 as well, but is never also DER.
        if (octets[0] == SEQUENCE) {
            try {
                return KeyStructure.read(octets, passphrases);
            } catch (KeyRefusedException refused) {
                Optional<byte[]> decoded = base64(text);
                if (decoded.isEmpty()) {
                    throw refused;
                }
                return bare(decoded.get(), passphrases);
            }
        }
        return bare(
                base64(text)
                        .orElseThrow(() ->
                                new KeyRefusedException(KeyFault.NOT_A_KEY, "no private key in PEM, DER or base64")),
                passphrases);
    }

    /// The octets that `text` is the base64 of, blanks and line ends apart.
    private static Optional<byte[]> base64(String text) {
        StringBuilder characters = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (" \t\r\n".indexOf(text.charAt(i)) < 0) {
                characters.append(text.charAt(i));
            }
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(characters.toString());
            return decoded.length == 0 ? Optional.empty() : Optional.of(decoded);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static KeyMaterial bare(byte[] octets, Passphrases passphrases) throws KeyRefusedException {
        int length = VerifyingKey.ED25519_BYTES;
        if (octets.length == length) {
            return new Ed25519Material(Bytes.of(octets), Bytes.EMPTY);
        }
        if (octets.length == 2 * length) {
            return new Ed25519Material(Bytes.copyOf(octets, 0, length), Bytes.copyOf(octets, length, length));
        }
        return KeyStructure.read(octets, passphrases);
    }

    /// The first private key; if there is none, what the first block is instead.
    private static KeyMaterial pem(String text, Passphrases passphrases) throws KeyRefusedException {
        KeyRefusedException first = null;
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                try {
                    return block(block, passphrases);
                } catch (KeyRefusedException refused) {
                    if (isPrivate(block)) {
                        throw refused;
                    }
                    first = first == null ? refused : first;
                }
            }
        } catch (IOException | RuntimeException _) {
            // Base64 that is none, a frame without an end. The library's message may quote the text.
            throw new KeyRefusedException(KeyFault.NOT_A_KEY, "broken PEM: cut off, or not base64 inside");
        }
        throw first == null ? new KeyRefusedException(KeyFault.NOT_A_KEY, "broken PEM: cut off") : first;
    }

    private static boolean isPrivate(PemObject block) {
        return block.getType().endsWith("PRIVATE KEY");
    }

    private static KeyMaterial block(PemObject block, Passphrases passphrases) throws KeyRefusedException {
        byte[] content = block.getContent();
        try {
            if (isPrivate(block)) {
                Optional<String> cipher = Decryption.cipher(block);
                if (cipher.isPresent()) {
                    return KeyStructure.read(
                            Decryption.traditional(content, cipher.get(), passphrases.secret()), passphrases);
                }
            }
            return KeyStructure.read(content, passphrases);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
