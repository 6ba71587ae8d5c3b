package org.vidimus.daemon.config;

import java.util.List;

/// The keys of `[milter]`.
final class MilterRows {
    private MilterRows() {}

    static List<KeyRow> all() {
        return List.of(
                new KeyRow(
                        "milter.listen",
                        settings -> settings.server().sockets(),
                        "[inet:8891@127.0.0.1]",
                        "[\"inet:localhost:0\", \"unix:/run/a.sock\", \"inet6:1@[::1]\"]",
                        "[inet:0@localhost, unix:/run/a.sock, inet6:1@[::1]]",
                        "[]",
                        "has 0 elements"),
                new KeyRow(
                        "milter.socket-mode",
                        settings -> settings.server().socketFile().permissions().size(),
                        "4",
                        "\"0600\"",
                        "2",
                        "\"0999\"",
                        "\"0999\" is no mode"),
                new KeyRow(
                        "milter.socket-group",
                        settings -> settings.server().socketFile().group(),
                        "Optional.empty",
                        "\"postfix\"",
                        "Optional[postfix]",
                        "\"\"",
                        "\"\" is empty"),
                new KeyRow(
                        "milter.max-connections",
                        settings -> settings.server().limits().connections(),
                        "10000",
                        "5",
                        "5",
                        "0",
                        "0 is out of range"),
                new KeyRow(
                        "milter.connection-buffer",
                        settings -> settings.server().limits().connectionBytes(),
                        "262144",
                        "\"64K\"",
                        "65536",
                        "\"1K\"",
                        "\"1K\" is out of range"),
                new KeyRow(
                        "milter.total-buffer",
                        settings -> settings.server().limits().totalBytes(),
                        "67108864",
                        "\"1G\"",
                        "1073741824",
                        "\"1GB\"",
                        "\"1GB\" is not a number and a unit"),
                new KeyRow(
                        "milter.idle-timeout",
                        settings -> settings.server().limits().idleTime(),
                        "PT2H10S",
                        "\"3h\"",
                        "PT3H",
                        "\"0s\"",
                        "\"0s\" is out of range"),
                new KeyRow(
                        "milter.negotiation-timeout",
                        settings -> settings.server().limits().negotiationTime(),
                        "PT1M",
                        "\"30s\"",
                        "PT30S",
                        "\"2h\"",
                        "\"2h\" is out of range"),
                new KeyRow(
                        "milter.command-timeout",
                        settings -> settings.server().limits().commandTime(),
                        "PT9S",
                        "\"1500ms\"",
                        "PT1.5S",
                        "9",
                        "is the integer 9"),
                new KeyRow(
                        "milter.message-timeout",
                        settings -> settings.server().limits().messageTime(),
                        "PT4M",
                        "\"5m\"",
                        "PT5M",
                        "true",
                        "is the boolean true"),
                new KeyRow(
                        "milter.progress-interval",
                        settings -> settings.server().limits().progressInterval(),
                        "PT15S",
                        "\"10s\"",
                        "PT10S",
                        "\"soon\"",
                        "\"soon\" is not a number and a unit"),
                new KeyRow(
                        "milter.drain-timeout",
                        settings -> settings.server().limits().drainTime(),
                        "PT30S",
                        "\"0s\"",
                        "PT0S",
                        "\"-1s\"",
                        "\"-1s\" is not a number and a unit"));
    }
}
