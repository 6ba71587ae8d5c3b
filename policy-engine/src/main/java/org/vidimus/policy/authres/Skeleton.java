package org.vidimus.policy.authres;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// A value reduced to ASCII in order to look for an ASCII name in it. ASCII octets stay as they are;
/// characters outside ASCII become the letters that compatibility decomposition makes of them ([UAX
/// 15](https://www.unicode.org/reports/tr15/), NFKD), a space where they have no shape of their own, or
/// [#OTHER].
///
/// @param octets the reduced value
/// @param headEnd where the head of the value ends in it
record Skeleton(Bytes octets, int headEnd) {
    /// Stands for a letter that is no letter of ASCII.
    static final int OTHER = 0x80;

    private static final int IDEOGRAPHIC_FULL_STOP = 0x3002;
    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    /// Whether there is anything to reduce.
    static boolean isAscii(Bytes value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.at(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /// The skeleton for readers that know Unicode.
    static Skeleton decomposed(Bytes value, int headEnd) {
        return of(value, headEnd, true);
    }

    /// The skeleton for readers that drop whatever is not ASCII.
    static Skeleton stripped(Bytes value, int headEnd) {
        return of(value, headEnd, false);
    }

    /// The skeleton for readers that know domain names: a word that is one in U-labels becomes A-labels ([RFC
    /// 5891 §4](https://www.rfc-editor.org/rfc/rfc5891#section-4)), other words are decomposed.
    static Skeleton withALabels(Bytes value, int headEnd) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length());
        translate(value.slice(0, headEnd), out);
        int end = out.size();
        translate(value.slice(headEnd), out);
        return new Skeleton(Bytes.of(out.toByteArray()), end);
    }

    private static void translate(Bytes part, ByteArrayOutputStream out) {
        int position = 0;
        while (position < part.length()) {
            int end = position;
            while (end < part.length() && (part.at(end) >= 0x80 || Ascii.isToken(part.at(end)))) {
                end++;
            }
            Bytes word = part.slice(position, end);
            switch (DomainName.parse(word)) {
                case Parsed.Ok<DomainName>(DomainName name) ->
                    out.writeBytes(Bytes.utf8(name.toString()).toArray());
                case Parsed.Malformed<DomainName> _ -> reduce(word, true, out);
            }
            if (end < part.length()) {
                out.write(part.at(end++));
            }
            position = end;
        }
    }

    private static Skeleton of(Bytes value, int headEnd, boolean decompose) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length());
        reduce(value.slice(0, headEnd), decompose, out);
        int end = out.size();
        reduce(value.slice(headEnd), decompose, out);
        return new Skeleton(Bytes.of(out.toByteArray()), end);
    }

    private static void reduce(Bytes part, boolean decompose, ByteArrayOutputStream out) {
        String text = new String(part.toArray(), StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (character < 0x80) {
                out.write(character);
            } else if (decompose) {
                // One character at a time: no name is told apart by the order of its accents, and normalising
                // a long run of them at once takes quadratic time.
                Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKD)
                        .codePoints()
                        .forEach(c -> out.write(reduced(c)));
            } else {
                out.write(' ');
            }
        }
    }

    private static int reduced(int character) {
        int c = Character.toLowerCase(character);
        if (c == IDEOGRAPHIC_FULL_STOP) {
            return '.';
        }
        if (c < 0x80) {
            // A semicolon or parenthesis of another width separates nothing.
            return Ascii.isToken(c) ? c : ' ';
        }
        return isShapeless(c) ? ' ' : OTHER;
    }

    /// Characters that readers drop or take for white space.
    private static boolean isShapeless(int c) {
        return Character.isIdentifierIgnorable(c)
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == REPLACEMENT_CHARACTER
                || c == 0x034F // combining grapheme joiner
                || (c >= 0x115F && c <= 0x1160) // Hangul fillers
                || (c >= 0x180B && c <= 0x180F) // Mongolian variation selectors
                || c == 0x3164 // Hangul filler
                || (c >= 0xFE00 && c <= 0xFE0F) // variation selectors
                || (c >= 0xE0100 && c <= 0xE01EF);
    }
}
