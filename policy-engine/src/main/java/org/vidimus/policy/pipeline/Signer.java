package org.vidimus.policy.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.MessageFacts;

/// Signs mail and seals it: the pipeline's side of the module that holds the private keys, which are unknown
/// here.
///
/// Thread-safe.
public interface Signer {
    /// Signs nothing.
    Signer NONE = (_, _, _) -> Optional.empty();

    /// Whether mail over this connection is from inside by rules of the signer's own, beyond those of
    /// [TrustSettings] and [Roles]. Such mail is not verified.
    default boolean claims(ConnectionFacts connection) {
        return false;
    }

    /// The macros of the MTA that the signer's rules look at, beside those that [ConnectionFacts] always has; names
    /// without braces.
    default Set<String> macros() {
        return Set.of();
    }

    /// A message begins.
    ///
    /// @param inside why it is not verified, and so may be signed; empty for mail from outside and for what
    ///     came by a door of [Role#VERIFY], which can only be sealed
    /// @return empty if nothing can come of it: then nothing of the message is kept for its sake
    Optional<Work> begin(ConnectionFacts connection, Envelope envelope, Optional<Skip> inside);

    /// One message at work: its recipients, the end of its header, its end; then it is closed.
    ///
    /// What any of these methods throws is a failure of our own: the message is put off.
    ///
    /// Confined to the thread that feeds the examination.
    interface Work extends AutoCloseable {
        /// The next recipient, as the MTA hands it over; at most
        /// [org.vidimus.policy.base.Budgets#recipients()].
        void recipient(Bytes recipient);

        /// Whether the chain of a message that is not verified is to be validated all the same, for a seal.
        default boolean seals() {
            return false;
        }

        /// The header is complete. Says what of the body is to be hashed.
        ///
        /// @return whether the form of the body matters too, so that [Message#facts] must be of all of it
        boolean endOfHeaders(HeaderBlock header, Author author, BodyHashes bodies);

        /// The message is complete and nothing else will be changed. Signs. Not called for a message that is
        /// refused.
        Signed end(Message message);

        /// The message is complete, but its header is larger than we keep
        /// ([org.vidimus.policy.base.Budgets#headerFields()],
        /// [org.vidimus.policy.base.Budgets#headerBytes()]), so that it cannot be signed. Called instead of
        /// [#endOfHeaders] and [#end], and only for mail that is not verified; other mail is refused for it.
        ///
        /// @return what follows from that; no fields
        Signed endUnread();

        /// The message is over, or given up. Called once.
        @Override
        void close();
    }

    /// A complete message.
    ///
    /// Immutable.
    ///
    /// @param header the header as it goes on, without what was removed and with what was put on top: the
    ///     topmost field first
    /// @param facts what is irregular about its form
    /// @param results what our Authentication-Results field says, which is the first of `header`; empty where
    ///     we have no name
    /// @param chain what the ARC sets are worth; empty if the message was not verified and [Work#seals()] did
    ///     not ask for it
    /// @param evidence what verifying it brought to light; empty if it was not verified
    record Message(
            HeaderBlock header,
            MessageFacts facts,
            Optional<AuthenticationResultsHeader> results,
            Optional<ArcResult> chain,
            Optional<Evidence> evidence) {}

    /// What came of it.
    ///
    /// Immutable.
    ///
    /// @param fields put on top one after the other, so that the last of them ends up uppermost; not used if
    ///     the message is refused
    /// @param disposition accept, which leaves it at what verifying the message led to; or a refusal: for now
    ///     if signing failed, for good if the message may not be sent like this
    /// @param notes for the log: `signed` with domain, selector and algorithm; `unsigned` with the reason
    record Signed(List<HeaderField> fields, Disposition disposition, List<Note> notes) {
        /// Copies the lists.
        public Signed {
            fields = List.copyOf(fields);
            notes = List.copyOf(notes);
        }
    }
}
