package org.vidimus.daemon.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Octets from the network as text that is safe to show: on one line, without control characters, and without the
/// invisible or direction-changing characters that make one text look like another.
///
/// [#decode] keeps every octet: what is not UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, which no valid text
/// holds. [#escape] shows such an octet as `\xff`.
public final class NetworkText {
    private static final char RAW_OCTET = '\uDC00';

    private NetworkText() {}

    /// The octets read as UTF-8; each octet that is not becomes the character U+DC00 plus the octet.
    public static String decode(byte[] octets) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(octets);
        CharBuffer out = CharBuffer.allocate(octets.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int count = result.length(); count > 0; count--) {
                out.put((char) (RAW_OCTET + (in.get() & 0xff)));
            }
            decoder.reset();
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /// The text with backslash escapes for everything that is not plainly visible: `\\`, `\r`, `\n`, `\t`, `\x1b` for
    /// other controls and for octets that are not UTF-8, and `u{202e}` after a backslash for invisible characters.
    public static String escape(String text) {
        if (text.codePoints().allMatch(character -> isPlain(character) && character != '\\')) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> escapeInto(escaped, character));
        return escaped.toString();
    }

    /// The text with escapes as [#escape] has them, but backslashes as they are: for text that may already hold
    /// escapes, and for a last look at what goes to a terminal.
    public static String visible(String text) {
        if (text.codePoints().allMatch(NetworkText::isPlain)) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (character == '\\') {
                escaped.append('\\');
            } else {
                escapeInto(escaped, character);
            }
        });
        return escaped.toString();
    }

    /// The text in double quotes and escaped, or as it is if it is one visible word that needs neither.
    public static String word(String text) {
        String escaped = escape(text);
        boolean bare = escaped.equals(text)
                && !text.isEmpty()
                && text.chars().noneMatch(character -> character == ' ' || character == '"' || character == '=');
        return bare ? text : '"' + escaped.replace("\"", "\\\"") + '"';
    }

    private static void escapeInto(StringBuilder escaped, int character) {
        switch (character) {
            case '\\' -> escaped.append("\\\\");
            case '\r' -> escaped.append("\\r");
            case '\n' -> escaped.append("\\n");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (isPlain(character)) {
                    escaped.appendCodePoint(character);
                } else if (isRawOctet(character)) {
                    escaped.append(hex("\\x%02x", character - RAW_OCTET));
                } else if (character < 0x80) {
                    escaped.append(hex("\\x%02x", character));
                } else {
                    escaped.append(hex("\\u{%04x}", character));
                }
            }
        }
    }

    private static String hex(String format, int value) {
        return String.format(Locale.ROOT, format, value);
    }

    static boolean isRawOctet(int character) {
        return character >= RAW_OCTET + 0x80 && character <= RAW_OCTET + 0xff;
    }

    static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
