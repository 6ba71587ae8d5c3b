package org.vidimus.policy.spf;

import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Reads one mechanism (§5): its name is known, and what follows is taken apart.
///
/// Confined to one call.
final class MechanismParser {
    private static final int ABSENT = -1;
    private static final int WRONG = -2;

    private final Bytes text;
    private final int nameStart;
    private final int nameEnd;
    private final int termEnd;
    private int end; // what is before it has not been read yet

    MechanismParser(Bytes text, int nameStart, int nameEnd, int end) {
        this.text = text;
        this.nameStart = nameStart;
        this.nameEnd = nameEnd;
        this.termEnd = end;
        this.end = end;
    }

    /// @param name the name in lower case
    Parsed<SpfMechanism> parse(String name) {
        return switch (name) {
            case "all" ->
                nameEnd == end
                        ? new Parsed.Ok<>(new SpfMechanism.All())
                        : malformed(nameEnd, "nothing may follow all"); // RFC 7208 §5.1
            case "include" -> domain(true).map(domain -> new SpfMechanism.Include(domain.orElseThrow()));
            case "exists" -> domain(true).map(domain -> new SpfMechanism.Exists(domain.orElseThrow()));
            case "ptr" -> domain(false).map(SpfMechanism.Ptr::new);
            case "a", "mx" -> hosts(name.equals("a"));
            case "ip4" -> network(32);
            case "ip6" -> network(128);
            // RFC 7208 §4.6.1: an unknown mechanism is an error, unlike an unknown modifier.
            default -> malformed(nameStart, "not the name of a mechanism");
        };
    }

    private Parsed<SpfMechanism> hosts(boolean a) {
        int prefix6 = prefix(true, 128);
        int prefix4 = prefix6 == WRONG ? WRONG : prefix(false, 32);
        if (prefix4 == WRONG) {
            return malformed(end, "expected a prefix length, without leading zeros: 0 to 32, after // 0 to 128");
        }
        int bits4 = prefix4 == ABSENT ? 32 : prefix4;
        int bits6 = prefix6 == ABSENT ? 128 : prefix6;
        return domain(false)
                .map(domain ->
                        a ? new SpfMechanism.A(domain, bits4, bits6) : new SpfMechanism.Mx(domain, bits4, bits6));
    }

    /// Takes a slash, or two, and a number off the end. A domain may hold slashes too, but cannot end like
    /// that.
    private int prefix(boolean twoSlashes, int max) {
        int digits = end;
        while (digits > nameEnd && Ascii.isDigit(text.at(digits - 1))) {
            digits--;
        }
        int slashes = digits;
        while (slashes > nameEnd && slashes > digits - 2 && text.at(slashes - 1) == '/') {
            slashes--;
        }
        if (digits == end || digits - slashes != (twoSlashes ? 2 : 1)) {
            return ABSENT;
        }
        int value = number(digits, end, max);
        end = value == WRONG ? digits : slashes;
        return value;
    }

    /// RFC 7208 §5.6: no leading zeros, and no more bits than an address has.
    private int number(int from, int to, int max) {
        if (to - from > 3 || (to - from > 1 && text.at(from) == '0')) {
            return WRONG;
        }
        int value = Integer.parseInt(text.slice(from, to).latin1());
        return value <= max ? value : WRONG;
    }

    private Parsed<Optional<MacroString>> domain(boolean required) {
        if (nameEnd == end && !required) {
            return new Parsed.Ok<>(Optional.empty());
        }
        if (nameEnd == end || text.at(nameEnd) != ':') {
            return malformed(nameEnd, required ? "expected a colon and a domain" : "expected a colon or the end");
        }
        return new MacroParser(text, nameEnd + 1, end, MacroParser.Place.DOMAIN)
                .parse()
                .map(Optional::of);
    }

    private Parsed<SpfMechanism> network(int bits) {
        String family = bits == 32 ? "IPv4" : "IPv6";
        if (nameEnd == end || text.at(nameEnd) != ':') {
            return malformed(nameEnd, "expected a colon and an " + family + " network");
        }
        int slash = text.slice(0, termEnd).indexOf('/', nameEnd);
        int addressEnd = slash < 0 ? termEnd : slash;
        String address = text.slice(nameEnd + 1, addressEnd).latin1();
        Optional<Bytes> octets = bits == 32 ? Network.parse4(address) : Network.parse6(address);
        if (octets.isEmpty()) {
            return malformed(nameEnd + 1, "not an " + family + " address");
        }
        int prefix = bits;
        if (slash >= 0) {
            boolean digits = slash + 1 < termEnd;
            for (int i = slash + 1; i < termEnd; i++) {
                digits &= Ascii.isDigit(text.at(i));
            }
            prefix = digits ? number(slash + 1, termEnd, bits) : WRONG;
        }
        return prefix == WRONG
                ? malformed(slash + 1, "expected a prefix length of 0 to " + bits + ", without leading zeros")
                : new Parsed.Ok<>(new SpfMechanism.Ip(new Network(octets.get(), prefix)));
    }

    private static <T> Parsed<T> malformed(int offset, String why) {
        return new Parsed.Malformed<>(offset, why);
    }
}
