package org.vidimus.policy.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is to become of the message.
public sealed interface Disposition {
    /// It goes on, with the edits.
    record Accept() implements Disposition {}

    /// It goes on with the edits, but the MTA holds it until somebody has looked at it.
    ///
    /// @param reason why, for the postmaster: printable ASCII, at most 100 characters, which is what Postfix
    ///     keeps
    record Quarantine(String reason) implements Disposition {
        /// Checks the length.
        ///
        /// @throws IllegalArgumentException if the reason is empty or too long
        public Quarantine {
            if (reason.isEmpty() || reason.length() > 100) {
                throw new IllegalArgumentException("quarantine reason: " + reason);
            }
        }
    }

    /// The client is told that all is well, and nobody gets the message. Only the administrator's own rules
    /// ask for it: whoever sent it learns nothing.
    ///
    /// @param reason why, for the log: printable ASCII
    record Discard(String reason) implements Disposition {}

    /// The MTA refuses it, so that the sender keeps it or is told.
    ///
    /// @param code the SMTP reply code, 400 to 599: 4xx to try again later, 5xx for good
    /// @param status the enhanced status code, such as `5.7.1` ([RFC
    ///     3463](https://www.rfc-editor.org/rfc/rfc3463)); its class agrees with `code`
    /// @param text what the client is told: 1 to 32 lines with LF between them, each of at most 980 octets
    ///     of UTF-8 without control characters, which is what MTAs take from a milter. More than ASCII is
    ///     only for clients that asked for internationalised mail ([RFC 6531
    ///     §3.7.4.2](https://www.rfc-editor.org/rfc/rfc6531#section-3.7.4.2))
    record Refuse(int code, String status, String text) implements Disposition {
        private static final int LINES = 32;
        private static final int OCTETS = 980;

        /// Checks the codes and the text.
        ///
        /// @throws IllegalArgumentException if the codes do not agree, or something is out of range
        public Refuse {
            if (code < 400 || code > 599 || !status.startsWith(code / 100 + ".")) {
                throw new IllegalArgumentException(code + " " + status);
            }
            List<String> lines = lines(text);
            boolean controls = lines.stream().flatMapToInt(String::chars).anyMatch(c -> c < ' ' || c == 0x7f);
            if (controls || lines.size() > LINES || lines.stream().anyMatch(line -> octets(line) > OCTETS)) {
                throw new IllegalArgumentException("the text of a refusal, " + lines.size() + " lines");
            }
        }

        private static int octets(String line) {
            return line.getBytes(StandardCharsets.UTF_8).length;
        }

        private static List<String> lines(String text) {
            return List.of(text.split("\n", -1));
        }

        /// The text, line by line.
        public List<String> lines() {
            return lines(text);
        }

        /// Code, status and text on one line: `550 5.7.1 No / not like this`.
        public String line() {
            return code + " " + status + " " + String.join(" / ", lines());
        }
    }
}
