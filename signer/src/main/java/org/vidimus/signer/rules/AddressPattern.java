package org.vidimus.signer.rules;

import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.MailAddress;

/// Which addresses are meant: in rules, in what a login may use, in exceptions. There are these notations and
/// no others, and each means one thing:
///
/// | pattern | addresses |
/// |---|---|
/// | `*` | all |
/// | `example.com`, `*@example.com` | all of exactly that domain |
/// | `*.example.com`, `*@*.example.com` | all of domains below it, however deep; not of the domain itself |
/// | `user@example.com` | exactly that one |
/// | `user@*.example.com` | that local-part in domains below |
/// | `user@*` | that local-part anywhere |
///
/// Domains may be written with U-labels or A-labels. ASCII letters are equal in any case, in local-parts too. A
/// local-part stands without quotes, whatever characters it has.
///
/// Immutable.
///
/// @param localPart the local-part, ASCII letters in lower case; empty for all
/// @param host the domains
public record AddressPattern(Optional<Bytes> localPart, Host host) {
    private static final int MAX_LOCAL_PART = 256; // four times what RFC 5321 §4.5.3.1.1 allows
    private static final String STAR = "*";
    private static final String BELOW = "*.";

    /// The domains of a pattern.
    public sealed interface Host {
        /// All.
        record Any() implements Host {}

        /// One.
        record Exactly(DomainName domain) implements Host {}

        /// Those below one, and not that one.
        record Below(DomainName domain) implements Host {}
    }

    /// All addresses.
    public static final AddressPattern ANY = new AddressPattern(Optional.empty(), new Host.Any());

    /// Lowers the case of the local-part.
    public AddressPattern {
        localPart = localPart.map(LocalParts::fold);
    }

    /// All addresses of exactly this domain.
    public static AddressPattern of(DomainName domain) {
        return new AddressPattern(Optional.empty(), new Host.Exactly(domain));
    }

    /// Reads a pattern of the table above. What people write in the notations of other filters is refused with
    /// a hint.
    public static Parsed<AddressPattern> parse(String text) {
        int at = text.lastIndexOf('@');
        String local = at < 0 ? STAR : text.substring(0, at);
        int hostOffset = Bytes.utf8(text.substring(0, at + 1)).length();
        Optional<String> wrong = wrongLocalPart(local);
        if (wrong.isPresent()) {
            return new Parsed.Malformed<>(0, wrong.get());
        }
        Optional<Bytes> localPart = local.equals(STAR) ? Optional.empty() : Optional.of(Bytes.utf8(local));
        return switch (host(text.substring(at + 1))) {
            case Parsed.Ok<Host>(Host host) -> new Parsed.Ok<>(new AddressPattern(localPart, host));
            case Parsed.Malformed<Host>(int offset, String why) -> new Parsed.Malformed<>(hostOffset + offset, why);
        };
    }

    private static Optional<String> wrongLocalPart(String local) {
        if (local.isEmpty()) {
            return Optional.of("no local-part before the @; for the whole domain leave the @ out");
        }
        if (local.equals(STAR)) {
            return Optional.empty();
        }
        if (local.indexOf('*') >= 0) {
            return Optional.of("a star stands for a whole local-part, not for a piece of one");
        }
        if (local.chars().anyMatch(c -> c < ' ' || c == 0x7F || c == '"')) {
            return Optional.of("a quote or control character; write the local-part without quotes");
        }
        return Bytes.utf8(local).length() > MAX_LOCAL_PART
                ? Optional.of("a local-part of more than " + MAX_LOCAL_PART + " octets")
                : Optional.empty();
    }

    private static Parsed<Host> host(String text) {
        if (text.equals(STAR)) {
            return new Parsed.Ok<>(new Host.Any());
        }
        if (text.startsWith(".")) {
            return new Parsed.Malformed<>(0, "for domains below write *" + (text.length() > 1 ? text : ".example.com"));
        }
        if (!text.startsWith(BELOW)) {
            return text.indexOf('*') >= 0
                    ? new Parsed.Malformed<>(text.indexOf('*'), "a star stands first and before a dot, or alone")
                    : DomainName.parse(text).map(Host.Exactly::new);
        }
        return switch (DomainName.parse(text.substring(BELOW.length()))) {
            case Parsed.Ok<DomainName>(DomainName domain) -> new Parsed.Ok<>(new Host.Below(domain));
            case Parsed.Malformed<DomainName>(int offset, String why) ->
                new Parsed.Malformed<>(BELOW.length() + offset, why);
        };
    }

    /// Whether `address` is meant.
    public boolean matches(MailAddress address) {
        return matches(address.domain())
                && localPart
                        .filter(mine -> !mine.equals(LocalParts.fold(address.localPart())))
                        .isEmpty();
    }

    /// Whether addresses of `domain` can be meant.
    boolean matches(DomainName domain) {
        return switch (host) {
            case Host.Any _ -> true;
            case Host.Exactly(DomainName one) -> one.equals(domain);
            case Host.Below(DomainName top) -> domain.isWithin(top) && !domain.equals(top);
        };
    }

    /// The pattern in the shortest of its notations, in printable ASCII.
    @Override
    public String toString() {
        String domains = switch (host) {
            case Host.Any _ -> STAR;
            case Host.Exactly(DomainName domain) -> domain.toString();
            case Host.Below(DomainName domain) -> BELOW + domain;
        };
        return localPart.map(local -> local + "@" + domains).orElse(domains);
    }
}
