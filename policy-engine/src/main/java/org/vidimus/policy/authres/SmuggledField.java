package org.vidimus.policy.authres;

import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// An Authentication-Results field hidden inside another field's value, behind an octet that some reader takes
/// for the end of a line.
///
/// Header fields end in CRLF ([RFC 5322 §2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2)), and MTAs
/// split there. Python's email package also splits at a bare CR, so that for its users one field of the MTA's
/// is two; other control characters and Unicode's line separators are candidates elsewhere. Nobody honest
/// writes this field's name and a colon straight after such an octet, so it counts as forged whatever name it
/// carries.
final class SmuggledField {
    private SmuggledField() {}

    /// Whether there is one in this value. Takes time linear in its length.
    static boolean isIn(Bytes value) {
        for (int i = 0; i < value.length(); i++) {
            if (mayEndLine(value.at(i)) && beginsField(value, i + 1)) {
                return true;
            }
        }
        return false;
    }

    /// Control characters but the tab, and the last octets of NEL (C2 85 in UTF-8, 85 in ISO-8859-1) and of the
    /// line and paragraph separators (E2 80 A8, E2 80 A9).
    private static boolean mayEndLine(int octet) {
        return (octet < ' ' && octet != '\t') || octet == 0x85 || octet == 0xA8 || octet == 0xA9;
    }

    private static boolean beginsField(Bytes value, int start) {
        int end = start + AuthenticationResultsHeader.NAME.length();
        if (end >= value.length() || !value.slice(start, end).equalsIgnoreCaseAscii(AuthenticationResultsHeader.NAME)) {
            return false;
        }
        while (end < value.length() && Ascii.isWhiteSpace(value.at(end))) {
            end++;
        }
        return end < value.length() && value.at(end) == ':';
    }
}
