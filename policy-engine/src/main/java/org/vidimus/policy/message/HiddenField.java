package org.vidimus.policy.message;

import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// A header field hidden inside another field's value, behind an octet that some reader takes for the end of
/// a line.
///
/// Header fields end in CRLF ([RFC 5322 §2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2)), and MTAs
/// split there. Python's email package also splits at a bare CR, so that for its users one field of the MTA's
/// is two; other control characters and Unicode's line separators are candidates elsewhere. Nobody honest
/// writes the name of a field and a colon straight after such an octet.
public final class HiddenField {
    private HiddenField() {}

    /// Whether a field called `name` is hidden in `value`, in any case and with white space before its colon.
    /// Takes time linear in the length of the value.
    public static boolean isIn(Bytes value, Bytes name) {
        for (int i = 0; i < value.length(); i++) {
            if (mayEndLine(value.at(i)) && beginsField(value, i + 1, name)) {
                return true;
            }
        }
        return false;
    }

    /// Control characters but the tab, and the last octets of NEL (C2 85 in UTF-8, 85 in ISO-8859-1) and of
    /// the line and paragraph separators (E2 80 A8, E2 80 A9).
    private static boolean mayEndLine(int octet) {
        return (octet < ' ' && octet != '\t') || octet == 0x85 || octet == 0xA8 || octet == 0xA9;
    }

    private static boolean beginsField(Bytes value, int start, Bytes name) {
        int end = start + name.length();
        if (end >= value.length() || !value.slice(start, end).equalsIgnoreCaseAscii(name)) {
            return false;
        }
        while (end < value.length() && Ascii.isWhiteSpace(value.at(end))) {
            end++;
        }
        return end < value.length() && value.at(end) == ':';
    }
}
