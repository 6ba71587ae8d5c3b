package org.vidimus.signer.opendkim;

import java.util.Comparator;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.AddressPattern.Host;

/// Patterns of native rules as sets of addresses: what holds what, what two have in common, and which comes first.
final class AddressSets {
    /// An order in which a pattern stands before every other that holds it.
    static final Comparator<AddressPattern> NARROW_FIRST = Comparator.comparing(
                    (AddressPattern pattern) -> pattern.localPart().isEmpty())
            .thenComparingInt(pattern -> breadth(pattern.host()))
            .thenComparing(AddressPattern::toString);

    private static final int MANY_LABELS = 128;

    private AddressSets() {}

    private static int breadth(Host host) {
        return switch (host) {
            case Host.Exactly _ -> 0;
            case Host.Below(DomainName top) -> 1 + MANY_LABELS - top.labelCount();
            case Host.Any() -> 2 * MANY_LABELS;
        };
    }

    /// Whether every address of `narrow` is one of `broad`.
    static boolean holds(AddressPattern broad, AddressPattern narrow) {
        return (broad.localPart().isEmpty() || broad.localPart().equals(narrow.localPart()))
                && common(broad.host(), narrow.host())
                        .filter(narrow.host()::equals)
                        .isPresent();
    }

    /// The addresses of both; empty if there are none.
    static Optional<AddressPattern> common(AddressPattern one, AddressPattern other) {
        if (one.localPart().isPresent()
                && other.localPart().isPresent()
                && !one.localPart().equals(other.localPart())) {
            return Optional.empty();
        }
        Optional<Bytes> local = one.localPart().or(other::localPart);
        return common(one.host(), other.host()).map(host -> new AddressPattern(local, host));
    }

    private static Optional<Host> common(Host one, Host other) {
        if (within(one, other)) {
            return Optional.of(one);
        }
        return within(other, one) ? Optional.of(other) : Optional.empty();
    }

    private static boolean within(Host narrow, Host broad) {
        return switch (broad) {
            case Host.Any() -> true;
            case Host.Exactly _ -> narrow.equals(broad);
            case Host.Below(DomainName top) ->
                switch (narrow) {
                    case Host.Any() -> false;
                    case Host.Exactly(DomainName one) -> one.isWithin(top) && !one.equals(top);
                    case Host.Below(DomainName below) -> below.isWithin(top);
                };
        };
    }

    /// The addresses that a key of a SigningTable which is no `refile:` is asked for with; empty if it never is.
    static Optional<AddressPattern> ofKey(String key) {
        String lower = CText.lower(key);
        if (lower.equals("*")) {
            return Optional.of(AddressPattern.ANY);
        }
        int at = lower.lastIndexOf('@');
        String host = lower.substring(at + 1);
        String local = at < 0 ? "*" : lower.substring(0, at);
        if (at == 0 || host.endsWith(".") || at > 0 && local.indexOf('*') >= 0 || at < 0 && host.indexOf('*') >= 0) {
            return Optional.empty();
        }
        return parsed(local, host.startsWith(".") ? "*" + host : host);
    }

    /// The addresses that a pattern of a `refile:` matches, if it is one of those that native rules can say.
    static Optional<AddressPattern> ofPattern(String pattern) {
        String lower = CText.lower(pattern);
        if (lower.equals("*") || lower.equals("*@*")) {
            return Optional.of(AddressPattern.ANY);
        }
        if (lower.startsWith("*.") && lower.indexOf('@') < 0) {
            return parsed("*", lower);
        }
        int at = lower.lastIndexOf('@');
        String local = at < 0 ? "" : lower.substring(0, at);
        boolean plain =
                local.equals("*") || local.chars().allMatch(c -> CharSet.isAlnum(c) || "._+-=/!&~%'".indexOf(c) >= 0);
        return local.isEmpty() || !plain || lower.endsWith(".")
                ? Optional.empty()
                : parsed(local, lower.substring(at + 1));
    }

    /// Whether a pattern of a `refile:` can match no address at all.
    static boolean isHopeless(String pattern) {
        return pattern.indexOf('@') < 0 && pattern.chars().noneMatch(c -> "*?[({|\\$".indexOf(c) >= 0);
    }

    private static Optional<AddressPattern> parsed(String local, String host) {
        boolean plain = host.chars().allMatch(c -> CharSet.isWord(c) || c == '-' || c == '.' || c == '*');
        if (!plain) {
            return Optional.empty();
        }
        boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        String bare = quoted ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1") : local;
        return switch (AddressPattern.parse(bare + "@" + host)) {
            case Parsed.Ok<AddressPattern>(AddressPattern found) -> Optional.of(found);
            case Parsed.Malformed<AddressPattern> _ -> Optional.empty();
        };
    }
}
