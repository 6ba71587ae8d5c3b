package org.vidimus.policy.pipeline;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Signs messages of tests with a key of its own, in a few lines and apart from the code under test: header
/// fields must be in their relaxed form but for the case of their name, and the body in its simple form, so
/// that nothing has to be made canonical.
final class TestKey {
    private final KeyPair pair;

    TestKey() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The line of a zone file that publishes it.
    String record(String selector, String domain) {
        byte[] encoded = pair.getPublic().getEncoded();
        String key = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        return selector + "._domainkey." + domain + ". TXT \"v=DKIM1; k=ed25519; p=" + key + "\"";
    }

    /// A DKIM-Signature field, as the text after its colon.
    ///
    /// @param fields the fields to sign, as `Name: value`, in the order of h=
    String dkim(String domain, String selector, List<String> fields, String body) {
        String names = fields.stream()
                .map(field -> field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(":"));
        String unsigned = " v=1; a=ed25519-sha256; c=relaxed/simple; d=" + domain + "; s=" + selector + "; h=" + names
                + "; bh=" + base64(sha256(body)) + "; b=";
        String input = fields.stream().map(TestKey::relaxed).collect(Collectors.joining()) + "dkim-signature:"
                + unsigned.strip();
        return unsigned + sign(input);
    }

    /// The signature over the SHA-256 of `input`.
    String sign(String input) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(sha256(input));
            return base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String relaxed(String field) {
        int colon = field.indexOf(':');
        return field.substring(0, colon).toLowerCase(Locale.ROOT) + ":"
                + field.substring(colon + 1).strip() + "\r\n";
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
