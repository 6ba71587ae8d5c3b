package org.vidimus.milter.net;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.milter.wire.Decoded;

/// The notations of [MilterSocket].
final class SocketText {
    private static final String EXPECTED =
            "expected inet:PORT@HOST, inet6:PORT@[ADDRESS], inet:HOST:PORT or unix:/PATH";
    private static final Pattern PORT_AT_HOST = Pattern.compile("(\\d{1,5})@(.+)");
    private static final Pattern HOST_PORT = Pattern.compile("(.+):(\\d{1,5})");

    private SocketText() {}

    static Decoded<MilterSocket> parse(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "inet", "inet6" -> inet(text, scheme, rest);
            case "unix", "local" -> unix(text, rest);
            default ->
                malformed(
                        text,
                        text.startsWith("/") ? "write unix:" + text : "it has no inet:, inet6: or unix: before it");
        };
    }

    private static Decoded<MilterSocket> inet(String text, String scheme, String rest) {
        if (rest.matches("\\d{1,5}")) {
            return malformed(
                    text, "it names no host; to listen for this machine alone write inet:" + rest + "@127.0.0.1");
        }
        Matcher portFirst = PORT_AT_HOST.matcher(rest);
        Matcher hostFirst = HOST_PORT.matcher(rest);
        Optional<String> host = portFirst.matches()
                ? Optional.of(portFirst.group(2))
                : hostFirst.matches() ? Optional.of(hostFirst.group(1)) : Optional.empty();
        if (host.isEmpty()) {
            return malformed(text, EXPECTED);
        }
        int port = Integer.parseInt(portFirst.matches() ? portFirst.group(1) : hostFirst.group(2));
        String name = host.get();
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        String plain = bracketed ? name.substring(1, name.length() - 1) : name;
        if (port > 0xffff) {
            return malformed(text, "port " + port + " is above 65535");
        }
        if (!plain.matches("[0-9A-Za-z.:_-]+") || plain.contains(":") && !bracketed && !scheme.equals("inet6")) {
            return malformed(text, "\"" + name + "\" is no host; " + EXPECTED);
        }
        return new Decoded.Ok<>(new MilterSocket.Inet(plain, port));
    }

    private static Decoded<MilterSocket> unix(String text, String rest) {
        if (!rest.startsWith("/")) {
            return malformed(text, "the path must be absolute");
        }
        if (rest.getBytes(StandardCharsets.UTF_8).length > MilterSocket.Unix.MAX_PATH || rest.indexOf('\0') >= 0) {
            return malformed(text, "a socket's path has at most " + MilterSocket.Unix.MAX_PATH + " octets");
        }
        try {
            return new Decoded.Ok<>(new MilterSocket.Unix(Path.of(rest)));
        } catch (InvalidPathException _) {
            return malformed(text, "the path has characters that the file system's encoding lacks");
        }
    }

    private static Decoded<MilterSocket> malformed(String text, String why) {
        return new Decoded.Malformed<>("\"" + text + "\" is no socket: " + why);
    }
}
