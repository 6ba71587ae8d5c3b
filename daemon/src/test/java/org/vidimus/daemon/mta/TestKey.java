package org.vidimus.daemon.mta;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A key made for one run, and a DKIM signer of the tests' own ([RFC 6376
/// §3](https://www.rfc-editor.org/rfc/rfc6376#section-3)): nothing of what it judges is used here.
///
/// Messages are octets, one char each, with lines that end in CRLF.
///
/// Immutable.
///
/// @param domain d=
/// @param selector s=
/// @param pair RSA or Ed25519
record TestKey(String domain, String selector, KeyPair pair) {
    private static final int TXT_STRING = 250;

    /// How header and body are made comparable.
    enum Canon {
        SIMPLE,
        RELAXED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static TestKey rsa(String domain, String selector, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return new TestKey(domain, selector, generator.generateKeyPair());
    }

    static TestKey ed25519(String domain, String selector) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        return new TestKey(domain, selector, generator.generateKeyPair());
    }

    private boolean isRsa() {
        return pair.getPublic().getAlgorithm().equals("RSA");
    }

    private String algorithm() {
        return isRsa() ? "rsa-sha256" : "ed25519-sha256";
    }

    /// The name of the key record, without a dot at the end.
    String name() {
        return selector + "._domainkey." + domain;
    }

    /// The key record.
    String text() {
        byte[] encoded = pair.getPublic().getEncoded();
        // RFC 8463 §4.2: the 32 octets of the key alone, which are the last ones of its SubjectPublicKeyInfo.
        byte[] shown = isRsa() ? encoded : Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "v=DKIM1; k=" + (isRsa() ? "rsa" : "ed25519") + "; p=" + base64(shown);
    }

    /// The private key as PKCS#8 in PEM.
    String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /// The key record, as a line of a zone.
    String record() {
        String text = text();
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < text.length(); at += TXT_STRING) {
            strings.add("\"" + text.substring(at, Math.min(text.length(), at + TXT_STRING)) + "\"");
        }
        return "%s. TXT %s".formatted(name(), String.join(" ", strings));
    }

    /// The message with a signature on top.
    ///
    /// @param names the fields that are signed, such as `from:to:subject`
    String sign(String message, Canon header, Canon body, String names) throws GeneralSecurityException {
        int end = message.indexOf("\r\n\r\n");
        List<String> fields = List.of(message.substring(0, end).split("\r\n(?![ \t])"));
        String unsigned = "DKIM-Signature: v=1; a=%s; c=%s/%s; d=%s; s=%s; h=%s;\r\n\tbh=%s;\r\n\tb="
                .formatted(
                        algorithm(),
                        header.word(),
                        body.word(),
                        domain,
                        selector,
                        names,
                        base64(sha256(body(body, message.substring(end + 4)))));
        StringBuilder hashed = new StringBuilder();
        List<String> left = new ArrayList<>(fields);
        // §5.4.2: several fields of a name are signed from the bottom.
        Collections.reverse(left);
        for (String name : names.split(":")) {
            left.stream().filter(field -> isNamed(field, name)).findFirst().ifPresent(field -> {
                left.remove(field);
                hashed.append(field(header, field)).append("\r\n");
            });
        }
        hashed.append(field(header, unsigned));
        return unsigned + base64(signature(octets(hashed.toString()))) + "\r\n" + message;
    }

    /// Relaxed on both sides, over the fields that every message here has.
    String sign(String message) throws GeneralSecurityException {
        return sign(message, Canon.RELAXED, Canon.RELAXED, "from:to:subject:date:message-id");
    }

    private byte[] signature(byte[] hashed) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(isRsa() ? "SHA256withRSA" : "Ed25519");
        signer.initSign(pair.getPrivate());
        // RFC 8463 §3: Ed25519 signs the hash as if it were the message.
        signer.update(isRsa() ? hashed : sha256(hashed));
        return signer.sign();
    }

    private static boolean isNamed(String field, String name) {
        return field.substring(0, field.indexOf(':')).strip().equalsIgnoreCase(name);
    }

    private static String field(Canon canon, String field) {
        if (canon == Canon.SIMPLE) {
            return field;
        }
        int colon = field.indexOf(':');
        String value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ");
        return field.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value.strip();
    }

    private static byte[] body(Canon canon, String body) {
        ByteArrayOutputStream hashed = new ByteArrayOutputStream(body.length());
        int emptyLines = 0;
        for (int at = 0; at < body.length(); ) {
            int end = body.indexOf("\r\n", at);
            String line = body.substring(at, end);
            line = canon == Canon.SIMPLE ? line : line.replaceAll("[ \t]+", " ").replaceAll(" $", "");
            if (line.isEmpty()) {
                emptyLines++;
            } else {
                hashed.writeBytes(octets("\r\n".repeat(emptyLines) + line + "\r\n"));
                emptyLines = 0;
            }
            at = end + 2;
        }
        // §3.4.3: an empty body is one line end; §3.4.4: there it is nothing.
        return hashed.size() == 0 && canon == Canon.SIMPLE ? octets("\r\n") : hashed.toByteArray();
    }

    private static byte[] sha256(byte[] octets) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(octets);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
