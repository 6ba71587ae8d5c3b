package org.vidimus.daemon.explain;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.pipeline.Evidence;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// A message that was examined, how, and what was found.
///
/// Immutable.
///
/// @param sender the envelope sender that was used
/// @param international whether the message was taken as internationalised mail
/// @param lines how its lines end in the file
/// @param facts what is irregular about its form
/// @param fields how many header fields it has
/// @param headerEnd what ended its header
/// @param changed for each DKIM-Signature field, what it tells about fields that are not as they were
/// @param findings what came of it
/// @param run what the administrator's script did, if there is one and it was asked
public record Checked(
        MessageCheck.Order order,
        Sender sender,
        boolean international,
        Lines lines,
        MessageFacts facts,
        int fields,
        RawMessage.HeaderEnd headerEnd,
        List<List<ChangedField>> changed,
        Findings findings,
        Optional<SieveOutcome> run) {
    /// Copies the list.
    public Checked {
        changed = List.copyOf(changed);
    }

    /// What the signature number `index` tells about changed fields, if it does not fit the message.
    List<ChangedField> changed(int index, DkimResult result) {
        return result.verdict() instanceof DkimVerdict.Fail && index < changed.size() ? changed.get(index) : List.of();
    }

    /// The Authentication-Results field about the message; the one that it would get if it were not refused.
    Optional<HeaderField> field() {
        return findings.evidence()
                .map(Evidence::results)
                .map(results -> AuthenticationResultsHeader.of(order.authservId(), results)
                        .format());
    }
}
