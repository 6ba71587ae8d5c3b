package org.vidimus.policy.message;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// A whole message split into header fields and body, as slices of the octets given.
///
/// Lines end in CRLF or in LF alone, mixed as they may be; a CR that no LF follows is data.
///
/// Immutable.
///
/// @param header the header fields
/// @param body what follows the header, without the blank line between
/// @param headerEnd what ended the header
public record RawMessage(HeaderBlock header, Bytes body, HeaderEnd headerEnd) {
    /// What ended a header block.
    public enum HeaderEnd {
        /// The blank line of [RFC 5322 §2.1](https://www.rfc-editor.org/rfc/rfc5322#section-2.1).
        BLANK_LINE,
        /// A line that is neither a field nor a continuation; it is the first line of the body.
        ///
        /// Interpretation: RFC 5322 does not say what such a line means. Postfix and Sendmail begin the body
        /// there, so whoever reads the message after them sees no field below it, and neither do we.
        NOT_A_FIELD,
        /// The message ended first.
        END_OF_MESSAGE
    }

    /// Splits `octets`.
    ///
    /// @return the message, or `Malformed` where the header goes over [Budgets#headerFields()] or
    ///     [Budgets#headerBytes()]; there is no other complaint
    public static Parsed<RawMessage> parse(Bytes octets, Budgets budgets) {
        List<HeaderField> fields = new ArrayList<>();
        int position = 0;
        while (position < octets.length()) {
            int lineEnd = octets.indexOf('\n', position);
            int contentEnd = contentEnd(octets, position, lineEnd);
            if (contentEnd == position && lineEnd >= 0) {
                return done(fields, octets.slice(lineEnd + 1), HeaderEnd.BLANK_LINE);
            }
            int colon = colon(octets, position, contentEnd);
            if (colon < 0) {
                return done(fields, octets.slice(position), HeaderEnd.NOT_A_FIELD);
            }
            while (lineEnd >= 0 && lineEnd + 1 < octets.length() && Ascii.isWhiteSpace(octets.at(lineEnd + 1))) {
                int next = octets.indexOf('\n', lineEnd + 1);
                contentEnd = contentEnd(octets, lineEnd + 1, next);
                lineEnd = next;
            }
            int fieldEnd = lineEnd < 0 ? octets.length() : lineEnd + 1;
            if (fields.size() == budgets.headerFields()) {
                return new Parsed.Malformed<>(position, "more than " + budgets.headerFields() + " header fields");
            }
            if (fieldEnd > budgets.headerBytes()) {
                return new Parsed.Malformed<>(position, "more than " + budgets.headerBytes() + " octets of header");
            }
            fields.add(new HeaderField(octets.slice(position, colon), octets.slice(colon + 1, contentEnd)));
            position = fieldEnd;
        }
        return done(fields, Bytes.EMPTY, HeaderEnd.END_OF_MESSAGE);
    }

    private static Parsed<RawMessage> done(List<HeaderField> fields, Bytes body, HeaderEnd end) {
        return new Parsed.Ok<>(new RawMessage(HeaderBlock.of(fields), body, end));
    }

    /// Where the content of the line that begins at `start` ends: before its CRLF or LF, or at the end of the
    /// message.
    private static int contentEnd(Bytes octets, int start, int lineEnd) {
        if (lineEnd < 0) {
            return octets.length();
        }
        return lineEnd > start && octets.at(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
    }

    /// The colon that ends the field name of this line, or -1 if the line does not begin a field.
    private static int colon(Bytes octets, int start, int end) {
        int position = start;
        while (position < end && Ascii.isFieldName(octets.at(position))) {
            position++;
        }
        int nameEnd = position;
        // RFC 5322 §4.5: the obsolete form allows white space before the colon.
        while (position < end && Ascii.isWhiteSpace(octets.at(position))) {
            position++;
        }
        return nameEnd > start && position < end && octets.at(position) == ':' ? position : -1;
    }
}
