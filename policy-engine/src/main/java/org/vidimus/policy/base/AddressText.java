package org.vidimus.policy.base;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/// IP addresses as text.
public final class AddressText {
    private static final int GROUPS = 8;
    private static final int LONGEST = 45; // six groups of four digits and an IPv4 address

    private AddressText() {}

    /// The address as people and headers have it: `192.0.2.1`, and IPv6 in the one form of [RFC 5952
    /// §4](https://www.rfc-editor.org/rfc/rfc5952#section-4), without a zone.
    public static String of(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : shortened(groups(address.getAddress()));
    }

    /// Reads an address: four decimal numbers, or IPv6 in any form of [RFC 4291
    /// §2.2](https://www.rfc-editor.org/rfc/rfc4291#section-2.2) without a zone; asks no DNS. The shorthands of
    /// old, by which `1.2.3` is 1.2.0.3, are slips and nothing else today. An IPv4-mapped address comes out as
    /// IPv4.
    public static Optional<InetAddress> parse(String text) {
        if (text.length() > LONGEST || !text.matches("(\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int[] groups(byte[] octets) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (octets[2 * i] & 0xFF) << 8 | (octets[2 * i + 1] & 0xFF);
        }
        return groups;
    }

    private static String shortened(int[] groups) {
        int start = -1;
        int length = 1; // RFC 5952 §4.2.2: a single group of zeros is not shortened
        for (int i = 0; i < GROUPS; i++) {
            int run = zeros(groups, i);
            if (run > length) { // RFC 5952 §4.2.3: the first of the longest runs
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
                text.append(Integer.toHexString(groups[i])); // lower case (RFC 5952 §4.3)
            }
        }
        return text.toString();
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }
}
