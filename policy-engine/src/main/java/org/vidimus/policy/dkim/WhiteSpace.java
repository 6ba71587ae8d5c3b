package org.vidimus.policy.dkim;

import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// Folding white space (FWS, §2.8): spaces and tabs, and line ends before a space or tab. Nothing else is
/// white space here: vertical tab, form feed and no-break space are data.
final class WhiteSpace {
    private WhiteSpace() {}

    /// The index of the first octet at or after `position` that is not folding white space.
    static int skip(Bytes text, int position) {
        int end = position;
        while (end < text.length()) {
            if (Ascii.isWhiteSpace(text.at(end))) {
                end++;
            } else {
                int next = end + lineEnd(text, end);
                if (next == end || next == text.length() || !Ascii.isWhiteSpace(text.at(next))) {
                    return end;
                }
                end = next;
            }
        }
        return end;
    }

    /// How many octets the line end at `position` has: 2 for CRLF, 1 for LF alone, 0 where there is none.
    private static int lineEnd(Bytes text, int position) {
        if (text.at(position) == '\n') {
            return 1;
        }
        boolean crlf = text.at(position) == '\r' && position + 1 < text.length() && text.at(position + 1) == '\n';
        return crlf ? 2 : 0;
    }

    /// The text without its folding white space.
    static Bytes removed(Bytes text) {
        int first = 0;
        while (first < text.length() && skip(text, first) == first) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        byte[] kept = text.toArray();
        int length = first;
        int position = first;
        while (position < text.length()) {
            int next = skip(text, position);
            if (next == position) {
                kept[length++] = (byte) text.at(next++);
            }
            position = next;
        }
        return Bytes.copyOf(kept, 0, length);
    }
}
