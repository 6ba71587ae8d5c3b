package org.vidimus.mta.sieve;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.delivery.DeliveryPlan;
import org.vidimus.policy.sieve.delivery.Edited;

/// What is to be done with a message for one recipient, and the octets for it.
///
/// Immutable.
///
/// @param octets the message as it came
/// @param parsed the same in parts; empty where its header is over the limits, and then no script ran
/// @param plan what is to be done
public record Planned(Bytes octets, Optional<RawMessage> parsed, DeliveryPlan plan) {
    /// The message as it goes into the mailboxes: as it came, unless the script changed its header.
    public Bytes stored() {
        return plan.header().isEmpty()
                ? octets
                : parsed.map(raw -> Edited.message(raw, plan.header(), List.of()))
                        .orElse(octets);
    }

    /// The message as it goes to another address.
    public Bytes forwarded(DeliveryPlan.Forward forward) {
        return parsed.map(raw -> Edited.message(raw, plan.header(), forward.top()))
                .orElse(octets);
    }
}
