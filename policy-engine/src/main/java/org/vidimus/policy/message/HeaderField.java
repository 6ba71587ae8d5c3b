package org.vidimus.policy.message;

import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// One header field, octet for octet as it was received.
///
/// `name` is everything before the colon and `value` everything after it, without the line end that closes
/// the field. The value keeps its leading space and its folds; a milter MTA hands folds over as a lone LF, a
/// message in a file has CRLF, and both are kept. Nothing here is ever written anew from a parsed form,
/// because signatures cover these octets.
///
/// Immutable.
///
/// @param name the octets before the colon; where the sender put white space there, it is kept
/// @param value the octets after the colon
public record HeaderField(Bytes name, Bytes value) {
    /// A field from text that we wrote ourselves, in UTF-8. The value is taken as it is: give the leading
    /// space.
    public static HeaderField of(String name, String value) {
        return new HeaderField(Bytes.utf8(name), Bytes.utf8(value));
    }

    /// Whether the field is called `name`, with ASCII letters in any case ([RFC 5322
    /// §1.2.2](https://www.rfc-editor.org/rfc/rfc5322#section-1.2.2)).
    ///
    /// Some senders put white space between the name and the colon, the obsolete form of RFC 5322 §4.5, and
    /// readers accept it; so it does not count here either.
    public boolean isNamed(Bytes name) {
        int end = this.name.length();
        while (end > 0 && Ascii.isWhiteSpace(this.name.at(end - 1))) {
            end--;
        }
        return this.name.slice(0, end).equalsIgnoreCaseAscii(name);
    }

    /// The value with its folds undone: each line end (CRLF, or LF alone) that white space follows is
    /// dropped, and the white space stays ([RFC 5322
    /// §2.2.3](https://www.rfc-editor.org/rfc/rfc5322#section-2.2.3)). Without a fold this is the value
    /// itself, not a copy. A line end that no white space follows cannot come from a parsed header and is
    /// kept.
    public Bytes unfolded() {
        if (value.indexOf('\n', 0) < 0) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            int octet = value.at(i);
            if ((octet != '\r' && octet != '\n') || Folds.lengthAt(value, i) == 0) {
                out[length++] = (byte) octet;
            }
        }
        return Bytes.copyOf(out, 0, length);
    }
}
