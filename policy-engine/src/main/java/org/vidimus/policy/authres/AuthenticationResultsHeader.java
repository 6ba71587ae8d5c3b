package org.vidimus.policy.authres;

import java.util.List;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderField;

/// An Authentication-Results header field: who checked the message, what was checked, and what came out ([RFC
/// 8601 §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2)).
///
/// Immutable.
///
/// @param authservId who speaks, without quotes
/// @param version the version of the field, 0 to 999,999,999; 1 where none was written. Results of another
///     version are not read (§2.6), so the list is empty then
/// @param results the statements in order; empty for `none`, which says that nothing was checked
public record AuthenticationResultsHeader(String authservId, int version, List<ResultInfo> results) {
    /// The name of the field.
    public static final Bytes NAME = Bytes.utf8("Authentication-Results");

    /// The only version there is (§2.2, authres-version).
    public static final int VERSION = 1;

    /// Checks the version and copies the list.
    ///
    /// @throws IllegalArgumentException if the version is out of range, or there are results under another
    ///     version than 1
    public AuthenticationResultsHeader {
        results = List.copyOf(results);
        if (version < 0 || version > Keyword.MAX_VERSION || (version != VERSION && !results.isEmpty())) {
            throw new IllegalArgumentException(results.size() + " results under version " + version);
        }
    }

    /// A field of ours.
    public static AuthenticationResultsHeader of(AuthservId id, List<ResultInfo> results) {
        return new AuthenticationResultsHeader(id.text(), VERSION, results);
    }

    /// Reads the value of a field: strictly, but for what is marked as a deviation in the parser.
    ///
    /// @param value the value as received; a value longer than [Budgets#authenticationResultsBytes()] is
    ///     malformed
    public static Parsed<AuthenticationResultsHeader> parse(Bytes value, Budgets budgets) {
        return value.length() > budgets.authenticationResultsBytes()
                ? new Parsed.Malformed<>(budgets.authenticationResultsBytes(), "too long")
                : new AuthenticationResultsParser(value).parse();
    }

    /// The same without comments, which some readers cannot skip.
    public AuthenticationResultsHeader withoutComments() {
        return new AuthenticationResultsHeader(
                authservId,
                version,
                results.stream().map(ResultInfo::withoutComments).toList());
    }

    /// The field as it is put into a message: a value that begins with a space, folded at 78 columns with LF
    /// and a tab, in the form that milters use (a file or an SMTP client wants CRLF).
    ///
    /// RFC 8601 §2.2 allows UTF-8 in internationalised mail only; here it is ASCII in all mail, since domains
    /// are A-labels anyway. Whatever the strings hold, the result is printable ASCII with those folds, no
    /// line is longer than 998 octets, and every string is inside its quotes: characters outside 32-126
    /// become `?`, and a string longer than 400 characters is cut and ends in `...`. For strings without such
    /// characters and lengths, and an authserv-id that is not empty, parsing gives back this value.
    public HeaderField format() {
        return new HeaderField(NAME, AuthenticationResultsWriter.write(this));
    }
}
