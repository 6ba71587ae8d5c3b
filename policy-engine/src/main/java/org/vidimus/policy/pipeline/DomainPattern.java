package org.vidimus.policy.pipeline;

import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// One domain, or all below one. Immutable.
///
/// @param name the domain
/// @param below whether it stands for every name below it, and not for itself
public record DomainPattern(DomainName name, boolean below) {
    private static final String BELOW = "*.";

    /// Reads `example.com` or `*.example.com`.
    public static Parsed<DomainPattern> parse(String text) {
        boolean below = text.startsWith(BELOW);
        return switch (DomainName.parse(below ? text.substring(BELOW.length()) : text)) {
            case Parsed.Ok<DomainName>(DomainName name) -> new Parsed.Ok<>(new DomainPattern(name, below));
            case Parsed.Malformed<DomainName>(int offset, String why) ->
                new Parsed.Malformed<>(below ? offset + BELOW.length() : offset, why);
        };
    }

    /// Whether `domain` is meant.
    public boolean matches(DomainName domain) {
        return below ? domain.isWithin(name) && !domain.equals(name) : domain.equals(name);
    }

    /// Whether every domain that `other` stands for is meant.
    public boolean covers(DomainPattern other) {
        return other.below ? below && other.name.isWithin(name) : matches(other.name);
    }

    @Override
    public String toString() {
        return (below ? BELOW : "") + name;
    }
}
