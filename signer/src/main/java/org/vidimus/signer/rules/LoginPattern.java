package org.vidimus.signer.rules;

import java.nio.charset.StandardCharsets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// Which logins an entry of the login map is for: `alice`, `alice@example.com`, `*@example.com`, `*`. ASCII
/// letters are equal in any case, and a domain may have U-labels or A-labels.
///
/// Immutable.
public sealed interface LoginPattern {
    /// Every login.
    record Any() implements LoginPattern {}

    /// All logins with this domain behind their last `@`.
    record OfDomain(DomainName domain) implements LoginPattern {}

    /// One login.
    ///
    /// @param name in the form of [#canonical]
    record Exactly(Bytes name) implements LoginPattern {}

    /// Reads a pattern.
    static Parsed<LoginPattern> parse(String text) {
        if (text.equals("*")) {
            return new Parsed.Ok<>(new Any());
        }
        if (text.isEmpty()) {
            return new Parsed.Malformed<>(0, "an empty login");
        }
        if (text.startsWith("*@")) {
            return switch (DomainName.parse(text.substring(2))) {
                case Parsed.Ok<DomainName>(DomainName domain) -> new Parsed.Ok<>(new OfDomain(domain));
                case Parsed.Malformed<DomainName>(int offset, String why) -> new Parsed.Malformed<>(2 + offset, why);
            };
        }
        int star = text.indexOf('*');
        return star < 0
                ? new Parsed.Ok<>(new Exactly(canonical(Bytes.utf8(text))))
                : new Parsed.Malformed<>(
                        Bytes.utf8(text.substring(0, star)).length(),
                        "a star stands for all logins, or before an @ for all of a domain");
    }

    /// A login in the form in which equal ones are equal.
    static Bytes canonical(Bytes login) {
        Bytes folded = LocalParts.fold(login);
        int at = lastAt(folded);
        return at < 0
                ? folded
                : switch (DomainName.parse(folded.slice(at + 1))) {
                    case Parsed.Ok<DomainName>(DomainName domain) ->
                        Bytes.of((folded.slice(0, at + 1).latin1() + domain).getBytes(StandardCharsets.ISO_8859_1));
                    case Parsed.Malformed<DomainName> _ -> folded;
                };
    }

    /// Where the last `@` stands; -1 if there is none.
    static int lastAt(Bytes login) {
        int at = login.length() - 1;
        while (at >= 0 && login.at(at) != '@') {
            at--;
        }
        return at;
    }
}
