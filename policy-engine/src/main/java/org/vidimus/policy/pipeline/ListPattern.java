package org.vidimus.policy.pipeline;

import java.util.Locale;
import org.vidimus.policy.base.Parsed;

/// One mailing list, or all whose names end alike. Immutable.
///
/// @param name the list-id ([RFC 2919 §2](https://www.rfc-editor.org/rfc/rfc2919#section-2)), in lower case
/// @param below whether it stands for every list-id that ends in a dot and this
public record ListPattern(String name, boolean below) {
    private static final String BELOW = "*.";
    private static final int LONGEST = 255; // RFC 2919 §2

    /// Takes the name in any case.
    public ListPattern {
        name = name.toLowerCase(Locale.ROOT);
    }

    /// Reads `announce.example.com` or `*.example.com`.
    public static Parsed<ListPattern> parse(String text) {
        boolean below = text.startsWith(BELOW);
        int start = below ? BELOW.length() : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || "<>()[]@,;:\\\"".indexOf(c) >= 0) {
                return new Parsed.Malformed<>(i, "not a character of a list-id");
            }
        }
        int length = text.length() - start;
        return length == 0 || length > LONGEST
                ? new Parsed.Malformed<>(start, "not a list-id of 1 to " + LONGEST + " characters")
                : new Parsed.Ok<>(new ListPattern(text.substring(start), below));
    }

    /// Whether the list with this id, in lower case, is meant.
    public boolean matches(String id) {
        return below ? id.endsWith("." + name) : id.equals(name);
    }

    /// Whether every list that `other` stands for is meant.
    public boolean covers(ListPattern other) {
        return other.below
                ? below && (other.name.equals(name) || other.name.endsWith("." + name))
                : matches(other.name);
    }

    @Override
    public String toString() {
        return (below ? BELOW : "") + name;
    }
}
