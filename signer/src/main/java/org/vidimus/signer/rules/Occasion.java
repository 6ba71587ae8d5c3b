package org.vidimus.signer.rules;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Skip;

/// A message about to be signed or not: all that the decision may look at.
///
/// Immutable.
///
/// @param connection who brings it
/// @param inside why it counts as mail from inside; empty for mail from outside
/// @param mailFrom the sender of the envelope as the MTA hands it over
/// @param recipients those of the envelope, likewise; as many as [org.vidimus.policy.base.Budgets] lets us keep
/// @param header the header as received
/// @param author whom it says it is from
public record Occasion(
        ConnectionFacts connection,
        Optional<Skip> inside,
        Bytes mailFrom,
        List<Bytes> recipients,
        HeaderBlock header,
        Author author) {
    /// Copies the list.
    public Occasion {
        recipients = List.copyOf(recipients);
    }
}
