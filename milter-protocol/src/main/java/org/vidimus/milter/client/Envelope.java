package org.vidimus.milter.client;

import java.util.List;
import org.vidimus.milter.wire.Bytes;

/// Who a message is from and for, by SMTP.
///
/// @param sender as typed, mostly in angle brackets
/// @param parameters of MAIL, one each
/// @param recipients those that were accepted
public record Envelope(Bytes sender, List<Bytes> parameters, List<Recipient> recipients) {
    /// Copies the lists.
    public Envelope {
        parameters = List.copyOf(parameters);
        recipients = List.copyOf(recipients);
    }

    /// One recipient.
    ///
    /// @param address as typed, mostly in angle brackets
    /// @param parameters of RCPT, one each
    public record Recipient(Bytes address, List<Bytes> parameters) {
        /// Copies the list.
        public Recipient {
            parameters = List.copyOf(parameters);
        }

        /// A recipient without parameters.
        public static Recipient of(String address) {
            return new Recipient(Bytes.utf8(address), List.of());
        }
    }

    /// An envelope without parameters.
    public static Envelope of(String sender, List<String> recipients) {
        return new Envelope(
                Bytes.utf8(sender),
                List.of(),
                recipients.stream().map(Recipient::of).toList());
    }
}
