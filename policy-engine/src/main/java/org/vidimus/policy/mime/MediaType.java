package org.vidimus.policy.mime;

import java.util.Locale;

/// The media type of a part ([RFC 2045 §5.1](https://www.rfc-editor.org/rfc/rfc2045#section-5.1)). Immutable.
///
/// @param type `text`, in lower case
/// @param subtype `plain`, in lower case
public record MediaType(String type, String subtype) {
    /// What a part is whose header says nothing ([RFC 2045
    /// §5.2](https://www.rfc-editor.org/rfc/rfc2045#section-5.2)).
    public static final MediaType TEXT = new MediaType("text", "plain");
    /// What nobody knows how to read.
    public static final MediaType OCTETS = new MediaType("application", "octet-stream");

    /// The type that `name` is.
    ///
    /// Interpretation: RFC 2045 §5.2 takes a field with faults for text/plain. What has a wrong number of slashes
    /// says that it is something else, so it is octets here, which no test for text looks at.
    ///
    /// @param name such as `text/plain`, in any case
    public static MediaType of(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        int slash = lower.indexOf('/');
        boolean valid = slash > 0 && slash < lower.length() - 1 && lower.indexOf('/', slash + 1) < 0;
        return valid ? new MediaType(lower.substring(0, slash), lower.substring(slash + 1)) : OCTETS;
    }

    /// Whether it is text of any kind.
    public boolean isText() {
        return type.equals("text");
    }

    /// Whether it is HTML, or HTML in the dress of XML.
    public boolean isHtml() {
        return (isText() && subtype.equals("html")) || (type.equals("application") && subtype.equals("xhtml+xml"));
    }

    /// `text/plain`.
    @Override
    public String toString() {
        return type + "/" + subtype;
    }
}
