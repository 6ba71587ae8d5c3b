package org.vidimus.milter.transcript;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Octet strings as transcripts spell them. In these tests octets are held in strings of one character (0 to 255) an
/// octet, so that they compare, match and print; [#bytes(String)] and [#of(byte\[\])] cross over.
public final class Octets {
    private static final int LONGEST_SHOWN = 60;

    private Octets() {}

    public static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Reads the escapes of the language: `\r \n \t \s \0 \\ \xHH` and `\{N*C}` (C repeated N times).
    ///
    /// @throws TranscriptError on anything else after a backslash
    public static String decode(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '\\') {
                out.append(c);
                at++;
                continue;
            }
            char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            int next = at + 2;
            switch (kind) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 's' -> out.append(' ');
                case '0' -> out.append('\0');
                case '\\' -> out.append('\\');
                case 'x' -> {
                    out.append((char) HexFormat.fromHexDigits(text, at + 2, at + 4));
                    next = at + 4;
                }
                case '{' -> {
                    int star = text.indexOf('*', at);
                    out.repeat(text.charAt(star + 1), Integer.parseInt(text.substring(at + 2, star)));
                    next = star + 3;
                }
                default -> throw new TranscriptError("unknown escape \\" + kind + " in " + text);
            }
            at = next;
        }
        return out.toString();
    }

    /// Writes octets on one line, so that [#decode(String)] reads them back: printable ASCII as it is, the rest
    /// escaped.
    public static String encode(String octets) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\0' -> out.append("\\0");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        out.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    /// A body as an event shows it: its length, then the octets when they are few, otherwise their CRC-32.
    public static String summary(String octets) {
        if (octets.length() <= LONGEST_SHOWN) {
            return octets.length() + " " + encode(octets);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes(octets));
        return octets.length() + " crc " + HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /// Whether the text matches a pattern in which `*` stands for any run of characters. Linear for one star a word,
    /// which is what transcripts have.
    public static boolean matches(String pattern, String text) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(text);
        }
        if (!text.startsWith(parts[0])) {
            return false;
        }
        int at = parts[0].length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return text.length() - at >= last.length() && text.endsWith(last);
    }
}
