package org.vidimus.policy.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Where a name server listens, on UDP and TCP alike. Immutable.
///
/// @param address its address; never a name, which somebody would have to look up first
/// @param port 1 to 65,535
public record ServerAddress(InetAddress address, int port) {
    /// Where name servers listen unless they are told otherwise.
    public static final int DEFAULT_PORT = 53;

    private static final int MAX_SYSTEM_SERVERS = 8;

    /// Checks the port.
    ///
    /// @throws IllegalArgumentException if it is no port to send to
    public ServerAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 1 to 65535, not " + port);
        }
    }

    /// Reads `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:5353`. Without a port it
    /// is 53.
    public static Parsed<ServerAddress> parse(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        if (bracket < 0 && text.startsWith("[")) {
            return new Parsed.Malformed<>(text.length(), "expected ]");
        }
        int colon = text.indexOf(':', bracket + 1);
        if (bracket < 0 && colon != text.lastIndexOf(':')) {
            colon = -1; // an IPv6 address without brackets
        }
        String host = bracket < 0 ? text.substring(0, colon < 0 ? text.length() : colon) : text.substring(1, bracket);
        if (bracket >= 0 && colon != bracket + 1 && bracket + 1 != text.length()) {
            return new Parsed.Malformed<>(bracket + 1, "expected : and a port");
        }
        int port = colon < 0 ? DEFAULT_PORT : port(text.substring(colon + 1));
        if (port < 1) {
            return new Parsed.Malformed<>(colon + 1, "expected a port from 1 to 65535");
        }
        int offset = bracket < 0 ? 0 : 1;
        Optional<InetAddress> address = AddressText.parse(host);
        if (address.isEmpty() || (bracket >= 0 && !(address.get() instanceof Inet6Address))) {
            return new Parsed.Malformed<>(offset, "expected an address, not a name");
        }
        return new Parsed.Ok<>(new ServerAddress(address.get(), port));
    }

    private static int port(String digits) {
        boolean good =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = good ? Integer.parseInt(digits) : 0;
        return port <= 65_535 ? port : 0;
    }

    /// The name servers that a `resolv.conf` names, at most 8; the one on this machine where it names none, as
    /// resolv.conf(5) has it. Lines that are wrong are passed over, as the C library does.
    public static List<ServerAddress> ofResolvConf(Bytes file) {
        List<ServerAddress> servers = new ArrayList<>();
        for (String line : file.latin1().split("\n")) {
            String[] words = line.strip().split("[ \t]+");
            if (words.length > 1 && words[0].equals("nameserver") && servers.size() < MAX_SYSTEM_SERVERS) {
                AddressText.parse(words[1]).ifPresent(address -> servers.add(new ServerAddress(address, DEFAULT_PORT)));
            }
        }
        return servers.isEmpty()
                ? List.of(new ServerAddress(InetAddress.ofLiteral("127.0.0.1"), DEFAULT_PORT))
                : List.copyOf(servers);
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /// `192.0.2.1:53` or `[2001:db8::1]:53`.
    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }
}
