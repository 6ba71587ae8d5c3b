package org.vidimus.policy.message;

import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Line ends inside a header field's value ([RFC 5322
/// §2.2.3](https://www.rfc-editor.org/rfc/rfc5322#section-2.2.3)).
final class Folds {
    private Folds() {}

    /// The length of the line end at `at` where white space follows it: 2 for CRLF, 1 for LF alone, otherwise
    /// 0.
    static int lengthAt(Bytes value, int at) {
        int lineFeed = value.at(at) == '\r' ? at + 1 : at;
        boolean fold = lineFeed + 1 < value.length()
                && value.at(lineFeed) == '\n'
                && Ascii.isWhiteSpace(value.at(lineFeed + 1));
        return fold ? lineFeed + 1 - at : 0;
    }
}
