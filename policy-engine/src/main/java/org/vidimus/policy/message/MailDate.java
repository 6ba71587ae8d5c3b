package org.vidimus.policy.message;

import java.time.LocalDateTime;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// A date and time of a header field ([RFC 5322 §3.3](https://www.rfc-editor.org/rfc/rfc5322#section-3.3)).
///
/// Immutable.
///
/// @param local what clocks there showed, to the second; the last second of the minute for a leap second
/// @param offset minutes by which they were ahead of UTC, -5,999 to 5,999
/// @param leapSecond whether it was second 60
public record MailDate(LocalDateTime local, int offset, boolean leapSecond) {
    /// Minutes of the largest offset that can be written, 99 hours and 59 minutes.
    static final int MAX_OFFSET = 99 * 60 + 59;

    /// Checks the offset.
    ///
    /// @throws IllegalArgumentException if it is out of range
    public MailDate {
        if (Math.abs(offset) > MAX_OFFSET) {
            throw new IllegalArgumentException("offset " + offset);
        }
    }

    /// Reads a date-time, and nothing behind it but white space and comments.
    ///
    /// Of the obsolete syntax (RFC 5322 §4.3) there are years of two and three digits, the names of zones, and
    /// comments and white space between all parts; a zone that nobody can know, such as `A` or `CEST`, is
    /// `-0000`, as that section says.
    ///
    /// Interpretation: RFC 5322 §3.3 wants the name of the day to be that of the date. Some senders count
    /// otherwise, and nothing follows from it, so any name will do; dates and times that no calendar has are
    /// malformed, and so are years before 1900.
    public static Parsed<MailDate> parse(Bytes value) {
        return new MailDateParser(value).whole();
    }

    /// Reads the date-time at the end of a field: all of its value, or what stands behind the last semicolon that
    /// is not in a comment or a quoted-string, as in Received ([RFC 5260
    /// §4](https://www.rfc-editor.org/rfc/rfc5260#section-4)).
    public static Parsed<MailDate> parseAtEnd(Bytes value) {
        return parse(value.slice(startOfDate(value)));
    }

    /// Behind the last semicolon on the outside; 0 if there is none.
    private static int startOfDate(Bytes value) {
        int start = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            int octet = value.at(i);
            if (octet == '\\' && (quoted || depth > 0)) {
                i++;
            } else if (octet == '"' && depth == 0) {
                quoted = !quoted;
            } else if (octet == '(' && !quoted) {
                depth++;
            } else if (octet == ')' && depth > 0) {
                depth--;
            } else if (octet == ';' && !quoted && depth == 0) {
                start = i + 1;
            }
        }
        return start;
    }

    /// The same moment on clocks that are `minutes` ahead of UTC.
    ///
    /// @throws IllegalArgumentException if that is more than 5,999 or less than -5,999
    public MailDate at(int minutes) {
        return new MailDate(local.plusMinutes((long) minutes - offset), minutes, leapSecond);
    }

    /// 0 to 60.
    public int second() {
        return leapSecond ? 60 : local.getSecond();
    }
}
