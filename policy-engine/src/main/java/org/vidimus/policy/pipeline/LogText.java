package org.vidimus.policy.pipeline;

import org.vidimus.policy.message.Bytes;

/// Text from the network, made fit for one log line.
final class LogText {
    private LogText() {}

    /// At most `max` octets between quotes, escaped: nothing in it can end the quotes, the line, or begin a
    /// terminal's control sequence.
    static String quoted(Bytes text, int max) {
        return "\"" + text.excerpt(max).replace("\"", "\\\"") + "\"";
    }
}
