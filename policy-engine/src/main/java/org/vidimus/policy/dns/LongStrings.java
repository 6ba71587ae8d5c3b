package org.vidimus.policy.dns;

/// Splits the quoted strings of a zone file that are too long for one character-string.
///
/// Deviation: [RFC 1035 §3.3](https://www.rfc-editor.org/rfc/rfc1035#section-3.3) gives a character-string at most
/// 255 octets, and a file that has more is wrong. Everybody who pastes a DKIM key into a zone meets that error, and
/// what they mean is never in doubt: the strings of a TXT record are joined again by whoever reads it.
final class LongStrings {
    private static final int MAX_STRING = 255;

    private LongStrings() {}

    /// The same text with `" "` put into each quoted string wherever 255 octets are full. No line is added.
    static String split(String zone) {
        StringBuilder text = new StringBuilder(zone.length() + 16);
        boolean quoted = false;
        boolean comment = false;
        int octets = 0;
        int i = 0;
        while (i < zone.length()) {
            int length = quoted || !comment ? characterLength(zone, i) : 1;
            char first = zone.charAt(i);
            if (first == '\n') {
                comment = false;
            } else if (first == ';' && !quoted) {
                comment = true;
            } else if (first == '"' && !comment) {
                quoted = !quoted;
                octets = 0;
            } else if (quoted && ++octets > MAX_STRING) {
                text.append("\" \"");
                octets = 1;
            }
            text.append(zone, i, i + length);
            i += length;
        }
        return text.toString();
    }

    /// How many characters make the octet at `i`: an escape is two, or four with three digits (RFC 1035 §5.1).
    private static int characterLength(String zone, int i) {
        if (zone.charAt(i) != '\\' || i + 1 == zone.length()) {
            return 1;
        }
        boolean digits =
                i + 3 < zone.length() && zone.substring(i + 1, i + 4).chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? 4 : 2;
    }
}
