package org.vidimus.policy.pipeline;

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

    /// The MTA refuses it, so that the sender keeps it or is told.
    ///
    /// @param code the SMTP reply code, 400 to 599: 4xx to try again later, 5xx for good
    /// @param status the enhanced status code, such as `5.7.1` ([RFC
    ///     3463](https://www.rfc-editor.org/rfc/rfc3463)); its class agrees with `code`
    /// @param text one line of printable ASCII, in words of ours
    record Refuse(int code, String status, String text) implements Disposition {
        /// Checks that the codes agree.
        ///
        /// @throws IllegalArgumentException if they do not, or the code is out of range
        public Refuse {
            if (code < 400 || code > 599 || !status.startsWith(code / 100 + ".")) {
                throw new IllegalArgumentException(code + " " + status);
            }
        }
    }
}
