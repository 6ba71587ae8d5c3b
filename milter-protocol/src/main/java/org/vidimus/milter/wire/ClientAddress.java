package org.vidimus.milter.wire;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// Reads the address text of [Command.Connect]. Never asks the DNS: what does not look like an address is none.
public final class ClientAddress {
    private static final int LONGEST_INET6 = 45;

    private ClientAddress() {}

    /// The IP address a client connected from; empty for local sockets, unknown families and text that is no address.
    ///
    /// `IPv6:` before and brackets around an IPv6 address are tolerated.
    public static Optional<InetAddress> of(Command.Connect connect) {
        return switch (connect.family()) {
            case UNKNOWN, UNIX -> Optional.empty();
            case INET -> parse(connect.address().latin1(), false);
            case INET6 -> parse(plain(connect.address().latin1()), true);
        };
    }

    private static String plain(String text) {
        String plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return plain.toLowerCase(Locale.ROOT).startsWith("ipv6:") ? plain.substring("ipv6:".length()) : plain;
    }

    /// Only text made of the letters of an address goes to the JDK's parser, so that no scope name and no host name
    /// can start a look-up.
    private static Optional<InetAddress> parse(String text, boolean inet6) {
        if (text.length() > LONGEST_INET6 || inet6 != text.contains(":")) {
            return Optional.empty();
        }
        boolean letters = text.chars()
                .allMatch(c -> c >= '0' && c <= '9' || c == '.' || inet6 && (c == ':' || Character.digit(c, 16) >= 0));
        boolean quad = text.chars().filter(c -> c == '.').count() == 3;
        if (!letters || !inet6 && !quad) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
