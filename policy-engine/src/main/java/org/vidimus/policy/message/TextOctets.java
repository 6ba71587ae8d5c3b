package org.vidimus.policy.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Octets that make readers disagree about where a structured value ends, wherever in it they stand.
final class TextOctets {
    private static final int DELETE = 0x7F;

    private TextOctets() {}

    /// The first octet that is no text: a control character, a line end that is no fold, or what is not
    /// UTF-8.
    ///
    /// Deviation: the obsolete syntax of [RFC 5322 §4.1](https://www.rfc-editor.org/rfc/rfc5322#section-4.1)
    /// allows control characters in comments and quoted-strings, and §4.2 lines of white space only. Readers
    /// end the text, the field or the header there, each in its own way.
    ///
    /// @param folds whether white space and folds are text
    static Optional<Parsed.Malformed<Bytes>> problem(Bytes value, boolean folds) {
        boolean ascii = true;
        for (int i = 0; i < value.length(); i++) {
            int octet = value.at(i);
            if (octet == '\r' || octet == '\n') {
                int length = folds ? Folds.lengthAt(value, i) : 0;
                if (length == 0) {
                    return found(i, "line end that is no fold");
                }
                if (isBlankLine(value, i + length)) {
                    return found(i, "line of white space only");
                }
                i += length - 1;
            } else if ((octet < ' ' && !(folds && octet == '\t')) || octet == DELETE) {
                return found(i, "control character");
            } else if (octet >= 0x80) {
                ascii = false;
            }
        }
        return ascii ? Optional.empty() : problemBeyondAscii(value);
    }

    /// Whether the line that begins at `start` has nothing but white space.
    static boolean isBlankLine(Bytes value, int start) {
        int end = start;
        while (end < value.length() && Ascii.isWhiteSpace(value.at(end))) {
            end++;
        }
        return end == value.length() || value.at(end) == '\r' || value.at(end) == '\n';
    }

    /// RFC 6532 §3.1: UTF-8 (and nothing of U+0080 to U+009F, U+2028 or U+2029, at which some readers end a
    /// line).
    private static Optional<Parsed.Malformed<Bytes>> problemBeyondAscii(Bytes value) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer octets = ByteBuffer.wrap(value.toArray());
        if (decoder.decode(octets, CharBuffer.allocate(value.length()), true).isError()) {
            return found(octets.position(), "not UTF-8");
        }
        for (int i = 0; i + 1 < value.length(); i++) {
            int first = value.at(i);
            int second = value.at(i + 1);
            boolean control = first == 0xC2 && second < 0xA0;
            boolean separator = first == 0xE2
                    && second == 0x80
                    && (value.at(i + 2) == 0xA8 || value.at(i + 2) == 0xA9); // valid UTF-8 has a third octet here
            if (control || separator) {
                return found(i, "control character");
            }
        }
        return Optional.empty();
    }

    private static Optional<Parsed.Malformed<Bytes>> found(int offset, String why) {
        return Optional.of(new Parsed.Malformed<>(offset, why));
    }
}
