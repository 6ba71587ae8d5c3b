package org.vidimus.policy.authres;

import java.util.List;
import java.util.Optional;

/// One statement of an Authentication-Results field: a method, its result, and what it looked at ([RFC 8601
/// §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2), resinfo).
///
/// Methods and results are words of the IANA registry "Email Authentication Parameters"; a reader ignores
/// those that it does not know (§2.7.6), so they are kept as words here.
///
/// Immutable.
///
/// @param method the method, such as `dkim`: a keyword, lower case
/// @param methodVersion the version of the method, 0 to 999,999,999; 1 where none was written (§2.6)
/// @param result the result, such as `pass`: a keyword, lower case
/// @param comment what stood in parentheses right after the result
/// @param reason the reason in words, from `reason=`
/// @param properties what was looked at, in order
public record ResultInfo(
        String method,
        int methodVersion,
        String result,
        Optional<String> comment,
        Optional<String> reason,
        List<Property> properties) {

    /// One evaluated property, such as `header.d=example.com` (§2.3, propspec).
    ///
    /// @param ptype where the property is from: `smtp`, `header`, `body`, `policy` or `dns`; a keyword, lower
    ///     case
    /// @param name its name, such as `mailfrom` or `d`: a keyword, lower case
    /// @param value its value, without quotes
    /// @param comment what stood in parentheses right after the value
    public record Property(String ptype, String name, String value, Optional<String> comment) {
        /// Checks the keywords.
        ///
        /// @throws IllegalArgumentException if `ptype` or `name` is not a keyword of at most 64 characters
        public Property {
            Keyword.require("ptype", ptype);
            Keyword.require("property", name);
        }

        /// A property without a comment.
        public static Property of(String ptype, String name, String value) {
            return new Property(ptype, name, value, Optional.empty());
        }
    }

    /// Checks the keywords and the version, and copies the list.
    ///
    /// @throws IllegalArgumentException if `method` or `result` is not a keyword of at most 64 characters, or
    ///     the version is out of range
    public ResultInfo {
        Keyword.require("method", method);
        Keyword.require("result", result);
        if (methodVersion < 0 || methodVersion > Keyword.MAX_VERSION) {
            throw new IllegalArgumentException("method version " + methodVersion);
        }
        properties = List.copyOf(properties);
    }

    /// A statement without comment or reason, version 1.
    public static ResultInfo of(String method, String result, Property... properties) {
        return new ResultInfo(method, 1, result, Optional.empty(), Optional.empty(), List.of(properties));
    }

    /// The same without comments.
    ResultInfo withoutComments() {
        List<Property> plain = properties.stream()
                .map(property -> Property.of(property.ptype(), property.name(), property.value()))
                .toList();
        return new ResultInfo(method, methodVersion, result, Optional.empty(), reason, plain);
    }
}
