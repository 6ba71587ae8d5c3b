package org.vidimus.policy.spf;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;

/// The address of the SMTP client in the forms that SPF needs.
///
/// Immutable.
///
/// @param octets 4 or 16 octets
record ClientAddress(Bytes octets) {
    private static final int V6 = 16;

    /// RFC 7208 §5: an IPv4 address that came as IPv6 (`::ffff:192.0.2.1`) is an IPv4 address.
    static ClientAddress of(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean mapped = octets.length == V6 && octets[10] == -1 && octets[11] == -1;
        for (int i = 0; mapped && i < 10; i++) {
            mapped = octets[i] == 0;
        }
        return new ClientAddress(Bytes.of(mapped ? Arrays.copyOfRange(octets, 12, V6) : octets));
    }

    private boolean isV6() {
        return octets.length() == V6;
    }

    /// The type of the records that hold addresses of this family (§5).
    RecordType type() {
        return isV6() ? RecordType.AAAA : RecordType.A;
    }

    /// The macro `v`, which is a label of the name of the address too.
    String family() {
        return isV6() ? "ip6" : "in-addr";
    }

    /// The macro `i`: numbers for IPv4, nibbles for IPv6, dots between them. The nibbles are in upper case as
    /// in the public test suite; the DNS does not mind (Interpretation: §7.3 has examples in lower case).
    String dotted() {
        if (!isV6()) {
            return readable();
        }
        String nibbles = HexFormat.of().withUpperCase().formatHex(octets.toArray());
        return String.join(".", nibbles.split(""));
    }

    /// The name that holds the PTR records (RFC 1035 §3.5, RFC 3596 §2.5).
    DomainName reverseName() {
        String name = String.join(".", Arrays.asList(dotted().split("\\.")).reversed());
        return DomainName.of(name + "." + family() + ".arpa");
    }

    /// The macro `c`: the usual form, for IPv6 that of [RFC 5952
    /// §4](https://www.rfc-editor.org/rfc/rfc5952#section-4).
    String readable() {
        if (!isV6()) {
            return octets.at(0) + "." + octets.at(1) + "." + octets.at(2) + "." + octets.at(3);
        }
        int bestStart = -1;
        int bestLength = 1; // RFC 5952 §4.2.2: a single group of zeros is not shortened
        int start = -1;
        for (int i = 0; i <= 8; i++) {
            boolean zero = i < 8 && group(i) == 0;
            if (zero && start < 0) {
                start = i;
            } else if (!zero && start >= 0) {
                if (i - start > bestLength) { // RFC 5952 §4.2.3: the first of the longest runs
                    bestStart = start;
                    bestLength = i - start;
                }
                start = -1;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(group(i)).toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        return octets.at(2 * index) << 8 | octets.at(2 * index + 1);
    }
}
