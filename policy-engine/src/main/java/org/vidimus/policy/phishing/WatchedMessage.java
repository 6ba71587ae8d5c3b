package org.vidimus.policy.phishing;

import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.MailAddress;

/// A message as far as facts about phishing need it.
///
/// Immutable.
///
/// @param header as received
/// @param author whom it says it is from, as DMARC reads it
/// @param sender the sender of the envelope, if that is an address
/// @param recipients the domains of the recipients, as many as were kept
/// @param standing what is known about the author
/// @param bodyHash a hash of the body, for repeated Message-IDs; empty where nobody asks for those
public record WatchedMessage(
        HeaderBlock header,
        Author author,
        Optional<MailAddress> sender,
        Set<DomainName> recipients,
        Standing standing,
        Optional<Bytes> bodyHash) {
    /// Copies the set.
    public WatchedMessage {
        recipients = Set.copyOf(recipients);
    }
}
