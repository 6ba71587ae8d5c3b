package org.vidimus.policy.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Decodes the encoded-words of one text ([RFC 2047 §2](https://www.rfc-editor.org/rfc/rfc2047#section-2)), in
/// time linear in its length.
///
/// mime4j's DecoderUtil is not used: it takes seconds for 64 KiB of `=?`, makes nothing of base64 without its
/// padding, which mail programs show, and reads a charset with a language (RFC 2231 §5) as another charset.
///
/// Confined to one call.
final class EncodedWords {
    private static final int LONGEST_CHARSET = 64;
    private static final int HEX = 16;

    /// An encoded-word.
    ///
    /// @param octets what it stands for, in that charset
    /// @param end where it ends in the text
    private record Word(Charset charset, Bytes octets, int end) {}

    private final String text;
    private final StringBuilder out;
    private int nextEnd = -1;

    EncodedWords(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length());
    }

    String decoded() {
        int position = 0;
        for (int start = text.indexOf("=?"); start >= 0; start = text.indexOf("=?", Math.max(position, start + 1))) {
            Word word = word(start);
            if (word != null) {
                out.append(text, position, start);
                position = run(word);
            }
        }
        return out.append(text, position, text.length()).toString();
    }

    /// Writes a word and those that only white space separates from it, which is no part of the text (RFC
    /// 2047 §6.2). Words of the same charset are put together before they are decoded, because many senders
    /// break a character between two of them.
    ///
    /// @return where the last of them ends
    private int run(Word first) {
        Word last = first;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(first.octets.toArray());
        while (true) {
            Word next = word(afterWhiteSpace(last.end));
            if (next == null || !next.charset.equals(last.charset)) {
                out.append(octets.toString(last.charset));
                octets.reset();
            }
            if (next == null) {
                return last.end;
            }
            octets.writeBytes(next.octets.toArray());
            last = next;
        }
    }

    private int afterWhiteSpace(int position) {
        int end = position;
        while (end < text.length() && Ascii.isWhiteSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /// The encoded-word that begins at `start`, or null if none does.
    private @Nullable Word word(int start) {
        if (!text.startsWith("=?", start)) {
            return null;
        }
        int charsetEnd = charsetEnd(start + 2);
        // One letter for the encoding, and a question mark on either side of it.
        if (charsetEnd < 0 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
            return null;
        }
        int from = charsetEnd + 3;
        int end = end(from);
        Charset charset = end < 0 ? null : charset(text.substring(start + 2, charsetEnd));
        if (charset == null) {
            return null;
        }
        byte[] octets = switch (text.charAt(charsetEnd + 1)) {
            case 'b', 'B' -> base64(from, end);
            case 'q', 'Q' -> quoted(from, end);
            default -> null;
        };
        return octets == null ? null : new Word(charset, Bytes.of(octets), end + 2);
    }

    private int charsetEnd(int from) {
        int most = Math.min(text.length(), from + LONGEST_CHARSET);
        for (int i = from; i < most; i++) {
            if (text.charAt(i) == '?') {
                return i > from ? i : -1;
            }
        }
        return -1;
    }

    /// Where the text of a word ends. Asked from left to right, so that each part of the text is searched once.
    private int end(int from) {
        if (nextEnd < from) {
            nextEnd = text.indexOf("?=", from);
            if (nextEnd < 0) {
                nextEnd = text.length();
            }
        }
        return nextEnd < text.length() ? nextEnd : -1;
    }

    /// RFC 2231 §5: a language may follow the charset, behind an asterisk.
    private static @Nullable Charset charset(String name) {
        int language = name.indexOf('*');
        String charset = language < 0 ? name : name.substring(0, language);
        return Charsets.BY_NAME.get(charset.toLowerCase(Locale.ROOT));
    }

    /// The JDK's charsets. [Charset#forName] takes a fifth of a millisecond for a name that it does not know,
    /// and a field could hold thousands of those.
    private static final class Charsets {
        static final Map<String, Charset> BY_NAME = byName();

        private static Map<String, Charset> byName() {
            Map<String, Charset> charsets = new HashMap<>();
            for (Charset charset : Charset.availableCharsets().values()) {
                // What is declared ASCII and is not is UTF-8 more often than anything else.
                Charset used = charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
                charsets.put(charset.name().toLowerCase(Locale.ROOT), used);
                charset.aliases().forEach(alias -> charsets.put(alias.toLowerCase(Locale.ROOT), used));
            }
            return Map.copyOf(charsets);
        }
    }

    /// What is no letter of base64 is dropped, as mail programs do; so is a letter too many.
    private byte[] base64(int from, int end) {
        StringBuilder letters = new StringBuilder(end - from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && (Ascii.isLetterOrDigit(c) || c == '+' || c == '/')) {
                letters.append(c);
            }
        }
        if (letters.length() % 4 == 1) {
            letters.setLength(letters.length() - 1);
        }
        return Base64.getDecoder().decode(letters.toString());
    }

    /// The Q encoding (RFC 2047 §4.2).
    private byte[] quoted(int from, int end) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            int octet = c == '=' && i + 2 < end ? hex(i + 1) : -1;
            if (octet >= 0) {
                octets.write(octet);
                i += 2;
            } else if (c < 0x80) {
                octets.write(c == '_' ? ' ' : c);
            } else {
                octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return octets.toByteArray();
    }

    private int hex(int at) {
        int high = Character.digit(text.charAt(at), HEX);
        int low = Character.digit(text.charAt(at + 1), HEX);
        return high < 0 || low < 0 || text.charAt(at) >= 0x80 || text.charAt(at + 1) >= 0x80 ? -1 : high * HEX + low;
    }
}
