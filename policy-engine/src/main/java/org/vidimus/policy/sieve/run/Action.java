package org.vidimus.policy.sieve.run;

import java.util.List;
import org.vidimus.policy.sieve.syntax.Position;

/// Something that a script wants done with the message (§4). All of it is done by whoever ran the script, after
/// the run.
public sealed interface Action {
    /// The command that asked for it.
    Position at();

    /// Whether the message is still there without an explicit `keep`: an action of this kind leaves the implicit
    /// one in force (§2.10.2).
    default boolean keepsImplicitly() {
        return false;
    }

    /// The message goes where it would go without a script (§4.3), said in so many words.
    ///
    /// @param flags IMAP flags for it
    record Keep(List<String> flags, Position at) implements Action {
        /// Copies the list.
        public Keep {
            flags = List.copyOf(flags);
        }
    }

    /// The message goes into a mailbox (§4.1).
    ///
    /// @param mailbox its name
    /// @param flags IMAP flags for it
    /// @param copy whether the implicit keep stays ([RFC 3894](https://www.rfc-editor.org/rfc/rfc3894))
    /// @param create whether the mailbox may be created ([RFC 5490](https://www.rfc-editor.org/rfc/rfc5490))
    record FileInto(String mailbox, List<String> flags, boolean copy, boolean create, Position at) implements Action {
        /// Copies the list.
        public FileInto {
            flags = List.copyOf(flags);
        }

        @Override
        public boolean keepsImplicitly() {
            return copy;
        }
    }

    /// The message goes to another address (§4.2).
    ///
    /// @param address the address, checked to be one
    /// @param copy whether the implicit keep stays ([RFC 3894](https://www.rfc-editor.org/rfc/rfc3894))
    record Redirect(String address, boolean copy, Position at) implements Action {
        @Override
        public boolean keepsImplicitly() {
            return copy;
        }
    }

    /// The message is dropped without a word (§4.4).
    record Discard(Position at) implements Action {}

    /// The message is refused ([RFC 5429](https://www.rfc-editor.org/rfc/rfc5429)).
    ///
    /// @param code the SMTP reply code, 400 to 599
    /// @param status the enhanced status code of the same class
    /// @param reason the author's words, any characters and any number of lines
    /// @param atProtocol whether it must be an SMTP reply where that can be (`ereject`)
    record Reject(int code, String status, String reason, boolean atProtocol, Position at) implements Action {}

    /// A word for the log.
    ///
    /// @param text any characters
    record Log(String text, Position at) implements Action {
        @Override
        public boolean keepsImplicitly() {
            return true;
        }
    }

    /// An answer to the sender that the recipient is away ([RFC 5230](https://www.rfc-editor.org/rfc/rfc5230)).
    /// Whoever ran the script holds it against what was answered before.
    ///
    /// @param reason the text, or a MIME entity if `mime`
    /// @param subject empty for the default
    /// @param from empty for the recipient's address
    /// @param addresses other addresses of the recipient
    /// @param seconds how long the same sender is not answered again
    /// @param handle what counts as the same answer; empty for one that is made of the other parts
    record Vacation(
            String reason,
            boolean mime,
            String subject,
            String from,
            List<String> addresses,
            long seconds,
            String handle,
            Position at)
            implements Action {
        /// Copies the list.
        public Vacation {
            addresses = List.copyOf(addresses);
        }

        @Override
        public boolean keepsImplicitly() {
            return true;
        }
    }
}
