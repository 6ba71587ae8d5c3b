package org.vidimus.signer.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Parsed;

/// Reads [RFC 7512 §2.3](https://www.rfc-editor.org/rfc/rfc7512#section-2.3). Confined to one call.
final class TokenUriReader {
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_SLOT_DIGITS = 18;
    /// The JDK's provider takes paths apart at blanks and quotes, and puts properties in for `${...}`.
    private static final Pattern MODULE = Pattern.compile("/[A-Za-z0-9._/+-]+");

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}");

    private final String text;
    private int offset;

    private TokenUriReader(String text) {
        this.text = text;
    }

    /// Ends the reading; it never leaves this class.
    private static final class NotSuchException extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        private NotSuchException(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }

    static Parsed<TokenUri> read(String text) {
        TokenUriReader reader = new TokenUriReader(text);
        try {
            return new Parsed.Ok<>(reader.uri());
        } catch (NotSuchException wrong) {
            return new Parsed.Malformed<>(reader.offset, wrong.why);
        }
    }

    private TokenUri uri() throws NotSuchException {
        if (!TokenUri.isMeant(text) || text.length() > MAX_LENGTH) {
            throw new NotSuchException("a URI that begins with pkcs11: and has at most " + MAX_LENGTH + " characters");
        }
        int question = text.indexOf('?');
        int end = question < 0 ? text.length() : question;
        Map<String, String> path = attributes(TokenUri.SCHEME.length(), end, ';');
        Map<String, String> query = question < 0 ? Map.of() : attributes(question + 1, text.length(), '&');
        offset = 0;
        require(path, "slot-id", "object", "type");
        require(query, "module-path", "pin-source");
        if (!path.getOrDefault("type", "private").equals("private")) {
            throw new NotSuchException("type= must be private");
        }
        return new TokenUri(
                text,
                slot(value(path, "slot-id")),
                value(path, "object"),
                module(value(query, "module-path")),
                pin(value(query, "pin-source")));
    }

    private Map<String, String> attributes(int from, int to, char separator) throws NotSuchException {
        Map<String, String> attributes = new HashMap<>();
        for (int at = from; at < to; ) {
            offset = at;
            int next = text.indexOf(separator, at);
            int end = next < 0 || next > to ? to : next;
            int equals = text.indexOf('=', at);
            if (equals < 0 || equals >= end) {
                throw new NotSuchException("an attribute is a name, = and a value");
            }
            // RFC 7512 §2.3: an attribute of the path must not be there twice.
            if (attributes.put(text.substring(at, equals), decoded(text.substring(equals + 1, end))) != null) {
                throw new NotSuchException("an attribute that is there twice");
            }
            at = end + 1;
        }
        return attributes;
    }

    private static String decoded(String value) throws NotSuchException {
        byte[] octets = new byte[value.length() * 3];
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                throw new NotSuchException(
                        "printable ASCII only; others are written as a percent sign and two hexadecimal digits");
            }
            if (c == '%') {
                if (i + 3 > value.length()
                        || !HEX.matcher(value.substring(i + 1, i + 3)).matches()) {
                    throw new NotSuchException("a percent sign without two hexadecimal digits");
                }
                octets[length++] = HexFormat.of().parseHex(value.substring(i + 1, i + 3))[0];
                i += 2;
            } else {
                octets[length++] = (byte) c;
            }
        }
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }

    private static void require(Map<String, String> attributes, String... known) throws NotSuchException {
        for (String name : attributes.keySet()) {
            if (name.equals("pin-value")) {
                throw new NotSuchException("pin-value would put the PIN into the configuration; use pin-source=");
            }
            if (!Arrays.asList(known).contains(name)) {
                throw new NotSuchException(
                        "an attribute that Java's provider cannot follow; it knows " + String.join(", ", known));
            }
        }
    }

    private static String value(Map<String, String> attributes, String name) throws NotSuchException {
        String value = attributes.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new NotSuchException(name + "= is missing");
        }
        return value;
    }

    private static long slot(String value) throws NotSuchException {
        OptionalLong slot = value.length() <= MAX_SLOT_DIGITS && value.chars().allMatch(c -> c >= '0' && c <= '9')
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
        return slot.orElseThrow(() -> new NotSuchException("slot-id= is a number in decimal digits"));
    }

    private static Path module(String value) throws NotSuchException {
        if (!MODULE.matcher(value).matches()) {
            throw new NotSuchException("module-path= is an absolute path of letters, digits and . _ / + -");
        }
        return Path.of(value);
    }

    private static KeyPassphrase pin(String value) throws NotSuchException {
        String credential = "credential:";
        if (value.startsWith(credential) && KeyPassphrase.Credential.isName(value.substring(credential.length()))) {
            return new KeyPassphrase.Credential(value.substring(credential.length()));
        }
        String path = value.startsWith("file:") ? value.substring("file:".length()) : value;
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new NotSuchException("pin-source= is an absolute path, file: and such a path, or credential:NAME");
        }
        return new KeyPassphrase.InFile(Path.of(path));
    }
}
