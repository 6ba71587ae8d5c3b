package org.vidimus.signer.opendkim;

import java.util.Optional;

/// Where OpenDKIM listens (Socket), in the words of Vidimus's `[milter] listen`.
///
/// Immutable.
///
/// @param listen such as `inet:8891@127.0.0.1`, `inet6:8891@[::1]` or `unix:/run/vidimus/milter.sock`
/// @param place where it was said
public record MilterSocket(String listen, Place place) {
    /// Reads a value of Socket: `inet:PORT[@HOST]`, `inet6:PORT[@HOST]`, `local:PATH`, `unix:PATH` or a path. Empty if
    /// it is none of these.
    static Optional<MilterSocket> read(OpenDkimFile.Setting setting) {
        String value = setting.value();
        int colon = value.indexOf(':');
        String type = colon < 0 ? "" : CText.lower(value.substring(0, colon));
        String rest = value.substring(colon + 1);
        Optional<String> listen = switch (type) {
            case "" -> value.startsWith("/") ? Optional.of("unix:" + value) : Optional.empty();
            case "local", "unix" -> rest.isEmpty() ? Optional.empty() : Optional.of("unix:" + rest);
            case "inet" -> network("inet", rest, "0.0.0.0");
            case "inet6" -> network("inet6", rest, "[::]");
            default -> Optional.empty();
        };
        return listen.map(text -> new MilterSocket(text, setting.place()));
    }

    private static Optional<String> network(String family, String rest, String everywhere) {
        int at = rest.indexOf('@');
        String port = at < 0 ? rest : rest.substring(0, at);
        if (port.isEmpty() || port.length() > 5 || !port.chars().allMatch(CharSet::isDigit)) {
            return Optional.empty(); // a name of a service is not read
        }
        String host = at < 0 ? everywhere : rest.substring(at + 1);
        if (host.equalsIgnoreCase("localhost")) {
            host = family.equals("inet") ? "127.0.0.1" : "[::1]";
        }
        if (family.equals("inet") && host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (family.equals("inet6") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        return Optional.of(family + ":" + port + "@" + host);
    }
}
