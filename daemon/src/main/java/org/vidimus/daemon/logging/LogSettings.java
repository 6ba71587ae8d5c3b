package org.vidimus.daemon.logging;

/// How the daemon logs. Immutable.
///
/// @param format the form of a line. Default: text
/// @param level the least important level that is written. Default: info
public record LogSettings(Format format, Level level) {
    /// The defaults.
    public static final LogSettings DEFAULTS = new LogSettings(Format.TEXT, Level.INFO);

    /// The form of a line.
    public enum Format {
        /// Time, level, message, then `key=value` pairs.
        TEXT,
        /// One JSON object (RFC 8259) per line.
        JSON
    }

    /// Importance, the most important first.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
