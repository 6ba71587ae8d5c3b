package org.vidimus.daemon.config;

import java.util.List;

/// The keys of `[log]`.
final class LogRows {
    private LogRows() {}

    static List<KeyRow> all() {
        return List.of(
                new KeyRow(
                        "log.format",
                        settings -> settings.log().format(),
                        "TEXT",
                        "\"json\"",
                        "JSON",
                        "\"xml\"",
                        "\"xml\" is unknown"),
                new KeyRow(
                        "log.level",
                        settings -> settings.log().level(),
                        "INFO",
                        "\"debug\"",
                        "DEBUG",
                        "3",
                        "is the integer 3"));
    }
}
