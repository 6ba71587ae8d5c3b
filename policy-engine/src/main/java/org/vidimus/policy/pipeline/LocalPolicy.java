package org.vidimus.policy.pipeline;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;

/// Rules of the administrator's own, asked at the end of each message: after it was verified, before it is
/// signed.
///
/// Thread-safe. A message has one from its beginning to its end, whatever is put in its place meanwhile.
public interface LocalPolicy {
    /// No rules.
    LocalPolicy NONE = new LocalPolicy() {
        @Override
        public boolean isAsked() {
            return false;
        }

        @Override
        public Ruling rule(Subject message) {
            return Ruling.NONE;
        }
    };

    /// Whether messages are put to it at all.
    default boolean isAsked() {
        return true;
    }

    /// How much of the beginning of a body is to be kept for it, in octets; 0 if it does not look at bodies.
    default int bodyOctets() {
        return 0;
    }

    /// Whether it may add or remove recipients, for which an MTA has to be asked before the first message.
    default boolean changesRecipients() {
        return false;
    }

    /// What is to become of a message. Never throws for what a message holds.
    Ruling rule(Subject message);

    /// A complete message.
    ///
    /// Immutable.
    ///
    /// @param header the header as received, without what is removed because it pretends to be ours; each
    ///     field with its place among all fields of its name as received, which removals name
    /// @param recipients as the MTA handed them over, the first
    ///     [org.vidimus.policy.base.Budgets#recipients()] of them
    /// @param size of the whole message as it came over the network, in octets
    /// @param body the beginning of the body, or all of it; empty if nobody asked for it
    /// @param queueId what the MTA calls it; empty if it has not said
    /// @param author whom it says it is from
    /// @param skip why it was not verified; empty if it was
    /// @param evidence what verifying it brought to light; empty if it was not verified
    /// @param proposed what becomes of it without this policy
    /// @param now the time
    record Subject(
            ConnectionFacts connection,
            Envelope envelope,
            HeaderBlock header,
            List<Bytes> recipients,
            long size,
            Body body,
            Optional<Bytes> queueId,
            Author author,
            Optional<Skip> skip,
            Optional<Evidence> evidence,
            Disposition proposed,
            Instant now) {
        /// Copies the list.
        public Subject {
            recipients = List.copyOf(recipients);
        }

        /// The client's address, if it is known.
        public Optional<InetAddress> client() {
            return connection.client();
        }
    }

    /// What is kept of a body.
    ///
    /// @param octets its beginning
    /// @param whole whether that is all of it
    record Body(Bytes octets, boolean whole) {}
}
