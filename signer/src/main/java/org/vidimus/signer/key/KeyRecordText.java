package org.vidimus.signer.key;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.SignatureAlgorithm.KeyType;
import org.vidimus.policy.dns.DomainName;

/// The text of the TXT record that publishes a key ([§3.6.1](https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1)).
///
/// Immutable.
///
/// @param type k=
/// @param publicKey p=, decoded; empty for a key that is revoked
/// @param flags t=
public record KeyRecordText(KeyType type, Bytes publicKey, Set<Flag> flags) {
    private static final int MAX_STRING = 255; // RFC 1035 §3.3: a character-string

    /// What t= may say.
    public enum Flag {
        /// The domain only tries DKIM out.
        TESTING("y"),
        /// i= names the domain itself, not one below it.
        STRICT("s");

        private final String word;

        Flag(String word) {
            this.word = word;
        }
    }

    /// Copies the flags.
    public KeyRecordText {
        flags = Set.copyOf(flags);
    }

    /// The record of a key in use.
    public static KeyRecordText of(SigningKey key) {
        return new KeyRecordText(key.algorithm().keyType(), key.publicKey(), Set.of());
    }

    /// The record of a key that is not to be trusted any more: an empty p=.
    public static KeyRecordText revoked(KeyType type) {
        return new KeyRecordText(type, Bytes.EMPTY, Set.of());
    }

    /// The same with these flags.
    public KeyRecordText with(Set<Flag> others) {
        return new KeyRecordText(type, publicKey, others);
    }

    /// The record as one line: what a panel of a DNS provider asks for. h=sha256 leaves out SHA-1 ([RFC 8301
    /// §3.1](https://www.rfc-editor.org/rfc/rfc8301#section-3.1)).
    public String line() {
        StringBuilder text =
                new StringBuilder("v=DKIM1; h=sha256; k=").append(type.word()).append("; ");
        if (!flags.isEmpty()) {
            text.append("t=")
                    .append(new TreeSet<>(flags).stream().map(flag -> flag.word).collect(Collectors.joining(":")))
                    .append("; ");
        }
        return text.append("p=")
                .append(Base64.getEncoder().encodeToString(publicKey.toArray()))
                .toString();
    }

    /// The character-strings that the record is cut into, each of at most 255 octets. Whoever reads the record
    /// joins them with nothing between (§3.6.2.2).
    public List<String> strings() {
        String line = line();
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < line.length(); at += MAX_STRING) {
            strings.add(line.substring(at, Math.min(line.length(), at + MAX_STRING)));
        }
        return strings;
    }

    /// The record for a zone file ([RFC 1035 §5.1](https://www.rfc-editor.org/rfc/rfc1035#section-5.1)): several
    /// lines in parentheses, with a line end after the last.
    ///
    /// @param name the name of the record, such as [DomainKey#recordName()]
    /// @param seconds how long it may be remembered
    /// @throws IllegalArgumentException if the name has other characters than host names and underscores
    public String zoneBlock(DomainName name, int seconds) {
        return plain(name) + ". " + seconds + " IN TXT ("
                + strings().stream().map(string -> "\n    \"" + string + "\"").collect(Collectors.joining())
                + " )\n";
    }

    /// The record as an object in JSON: `name`, `type`, `ttl`, `value` and `strings`.
    ///
    /// @param name the name of the record
    /// @param seconds how long it may be remembered
    /// @throws IllegalArgumentException as [#zoneBlock] does
    public String json(DomainName name, int seconds) {
        // Neither such names nor records have a character that JSON would want escaped.
        return "{\"name\":\"" + plain(name) + "\",\"type\":\"TXT\",\"ttl\":" + seconds + ",\"value\":\"" + line()
                + "\",\"strings\":["
                + strings().stream().map(string -> "\"" + string + "\"").collect(Collectors.joining(",")) + "]}";
    }

    private static String plain(DomainName name) {
        String text = name.toString();
        if (!text.chars().allMatch(c -> c == '-' || c == '_' || c == '.' || Character.isLetterOrDigit(c) && c < 0x7F)) {
            throw new IllegalArgumentException("not the name of a key record");
        }
        return text;
    }
}
