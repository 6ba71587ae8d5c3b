package org.vidimus.policy.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// The text of a header field as a reader sees it: unfolded, with its encoded-words decoded ([RFC
/// 2047](https://www.rfc-editor.org/rfc/rfc2047)), without white space at either end.
///
/// Octets outside encoded-words are UTF-8 where all of the value is ([RFC
/// 6532](https://www.rfc-editor.org/rfc/rfc6532)), and ISO-8859-1 otherwise, so nothing is lost. What cannot be
/// decoded (an unknown charset, an unfinished encoded-word) stays as it was written.
///
/// Deviation: RFC 2047 §5 has encoded-words separated by white space from what surrounds them, and none in a
/// quoted-string. Mail programs decode them in both places, and senders of forged mail know that; so they are
/// decoded here wherever they stand.
///
/// The text may hold whatever characters the sender chose to encode, line ends and NUL among them: it is for
/// comparing, and is escaped by whoever prints it. Nothing of mail authentication reads it.
public final class HeaderText {
    /// The octets of one value in which encoded-words are decoded; those behind it stay as they are. A
    /// subject has hundreds.
    static final int MOST = 64 << 10;

    private HeaderText() {}

    /// The text of a field's value.
    public static String decoded(HeaderField field) {
        return decoded(field.unfolded());
    }

    /// The text of a part of a value, such as the display name of an address.
    ///
    /// @param value without folds
    public static String decoded(Bytes value) {
        Bytes trimmed = trimmed(value);
        String text = text(trimmed);
        if (text.indexOf("=?") < 0) {
            return text;
        }
        if (text.length() <= MOST) {
            return new EncodedWords(text).decoded();
        }
        return new EncodedWords(text.substring(0, MOST)).decoded() + text.substring(MOST);
    }

    private static Bytes trimmed(Bytes value) {
        int start = 0;
        int end = value.length();
        while (start < end && Ascii.isWhiteSpace(value.at(start))) {
            start++;
        }
        while (end > start && Ascii.isWhiteSpace(value.at(end - 1))) {
            end--;
        }
        return value.slice(start, end);
    }

    private static String text(Bytes value) {
        boolean ascii = true;
        for (int i = 0; i < value.length() && ascii; i++) {
            ascii = value.at(i) < 0x80;
        }
        if (ascii) {
            return value.latin1();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.toArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return value.latin1();
        }
    }
}
