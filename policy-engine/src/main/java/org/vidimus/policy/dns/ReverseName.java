package org.vidimus.policy.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// The names under which addresses are looked up backwards.
public final class ReverseName {
    private ReverseName() {}

    /// The name that holds the PTR records of `address`: `4.3.2.1.in-addr.arpa` ([RFC 1035
    /// §3.5](https://www.rfc-editor.org/rfc/rfc1035#section-3.5)), or the nibbles below `ip6.arpa` ([RFC 3596
    /// §2.5](https://www.rfc-editor.org/rfc/rfc3596#section-2.5)).
    public static DomainName of(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            if (address instanceof Inet4Address) {
                name.append(octets[i] & 0xFF).append('.');
            } else {
                String hex = HexFormat.of().toHexDigits(octets[i]);
                name.append(hex.charAt(1)).append('.').append(hex.charAt(0)).append('.');
            }
        }
        return DomainName.of(name + (address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa"));
    }
}
