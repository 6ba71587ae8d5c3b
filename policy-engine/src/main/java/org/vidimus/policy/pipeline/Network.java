package org.vidimus.policy.pipeline;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Parsed;

/// A range of IP addresses: an address and how many of its bits count ([RFC 4632
/// §3.1](https://www.rfc-editor.org/rfc/rfc4632#section-3.1), [RFC 4291
/// §2.3](https://www.rfc-editor.org/rfc/rfc4291#section-2.3)).
///
/// Immutable.
///
/// @param address an address of the range; the bits beyond the prefix are 0
/// @param prefix how many leading bits all addresses of the range share: 0 to 32, or to 128
public record Network(InetAddress address, int prefix) {

    /// Checks the prefix and clears the bits beyond it.
    ///
    /// @throws IllegalArgumentException if the prefix is longer than the address
    public Network {
        byte[] octets = address.getAddress();
        if (prefix < 0 || prefix > octets.length * 8) {
            throw new IllegalArgumentException("/" + prefix + " of an address of " + octets.length * 8 + " bits");
        }
        for (int bit = prefix; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        address = address(octets);
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or an address alone. Bits beyond the prefix must be 0, so that a
    /// slip such as `10.0.0.1/8` for `10.0.0.1/32` is seen. Asks no DNS.
    public static Parsed<Network> parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        Optional<InetAddress> literal = AddressText.parse(host);
        if (literal.isEmpty()) {
            return new Parsed.Malformed<>(0, "not an IP address");
        }
        InetAddress address = literal.get();
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new Parsed.Ok<>(new Network(address, bits));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            return new Parsed.Malformed<>(slash + 1, "not a prefix length of 0 to " + bits);
        }
        Network network = new Network(address, Integer.parseInt(length));
        return network.address().equals(address)
                ? new Parsed.Ok<>(network)
                : new Parsed.Malformed<>(0, "bits beyond the prefix are set; the network is " + network);
    }

    /// Whether `client` is in this range. An IPv4-mapped IPv6 address counts as the IPv4 address it holds; the
    /// JDK never makes another of it.
    public boolean contains(InetAddress client) {
        byte[] mine = address.getAddress();
        byte[] other = client.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        int mask = 0xFF00 >> prefix % 8 & 0xFF;
        return Arrays.equals(mine, 0, whole, other, 0, whole)
                && (mask == 0 || (mine[whole] & mask) == (other[whole] & mask));
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // the octets are those of an address
        }
    }

    /// `192.0.2.0/24`; without the prefix where it is the whole address. IPv6 as [RFC 5952
    /// §4](https://www.rfc-editor.org/rfc/rfc5952#section-4) writes it, the first of the longest runs of zeros
    /// as `::`.
    @Override
    public String toString() {
        int bits = address instanceof Inet4Address ? 32 : 128;
        String full = address.getHostAddress();
        return (bits == 32 ? full : shortened(full)) + (prefix == bits ? "" : "/" + prefix);
    }

    private static String shortened(String full) {
        for (int run = 8; run > 1; run--) {
            Matcher zeros =
                    Pattern.compile("(^|:)0(:0){" + (run - 1) + "}(:|$)").matcher(full);
            if (zeros.find()) {
                return full.substring(0, zeros.start()) + "::" + full.substring(zeros.end());
            }
        }
        return full;
    }
}
