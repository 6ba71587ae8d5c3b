package org.vidimus.policy.sieve.delivery;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// What is to be done with a message for one recipient.
///
/// Immutable. A message that is neither stored nor forwarded nor refused was discarded by the script.
///
/// @param stores the mailboxes it goes into, each once
/// @param forwards the other addresses it goes to, each once
/// @param refusal how it is refused; then it is neither stored nor forwarded
/// @param answer what becomes of a `vacation`; empty if there was none
/// @param header what the script did to the header, for what is stored and forwarded
/// @param fault why the script's wishes do not count; then the message is kept as if there were no script
/// @param notes what else the log should say: phrases
public record DeliveryPlan(
        List<Store> stores,
        List<Forward> forwards,
        Optional<Refusal> refusal,
        Optional<Answer> answer,
        EditedHeader.Changes header,
        Optional<SieveOutcome.Fault> fault,
        List<String> notes) {
    /// The mailbox in which mail is that no script wants elsewhere.
    public static final String INBOX = "INBOX";

    /// A mailbox.
    ///
    /// @param mailbox its name, not empty, without control characters; `/` stands between levels
    /// @param flags IMAP flags
    /// @param create whether it may be created
    public record Store(String mailbox, List<String> flags, boolean create) {
        /// Copies the list.
        public Store {
            flags = List.copyOf(flags);
        }
    }

    /// A copy for another address.
    ///
    /// @param from the sender of its envelope; empty for the null sender
    /// @param to the address
    /// @param top fields that are to stand above the header
    public record Forward(String from, String to, List<HeaderField> top) {
        /// Copies the list.
        public Forward {
            top = List.copyOf(top);
        }
    }

    /// Copies the lists.
    public DeliveryPlan {
        stores = List.copyOf(stores);
        forwards = List.copyOf(forwards);
        notes = List.copyOf(notes);
    }

    /// A message that is kept, for one who has no script, or whose script failed.
    static DeliveryPlan kept(Optional<SieveOutcome.Fault> fault, List<String> notes) {
        return new DeliveryPlan(
                List.of(new Store(INBOX, List.of(), false)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                EditedHeader.Changes.NONE,
                fault,
                notes);
    }

    /// A message for one who has no script.
    public static DeliveryPlan withoutScript() {
        return kept(Optional.empty(), List.of());
    }

    /// Whether nothing is left of the message.
    public boolean discards() {
        return stores.isEmpty() && forwards.isEmpty() && refusal.isEmpty();
    }
}
