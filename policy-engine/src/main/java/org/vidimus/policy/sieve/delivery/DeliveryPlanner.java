package org.vidimus.policy.sieve.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Position;

/// Makes a plan of what a script wants.
///
/// Immutable, thread-safe if its random generator is.
public final class DeliveryPlanner {
    /// The field by which a message that comes back is known; Pigeonhole has the same.
    static final String REDIRECTED_FROM = "X-Sieve-Redirected-From";

    private static final int LONGEST_MAILBOX = 255;

    private final Site site;
    private final Vacation vacation;
    private final Rejection rejection;

    /// @param random for message ids and boundaries
    public DeliveryPlanner(Site site, RandomGenerator random) {
        this.site = site;
        this.vacation = new Vacation(site, random);
        this.rejection = new Rejection(site, random);
    }

    /// The plan.
    ///
    /// @param outcome what the recipient's script wants
    /// @param message the message on which it ran
    /// @param door how the message came
    public DeliveryPlan plan(SieveOutcome outcome, SieveMessage message, Recipient recipient, Door door) {
        List<String> notes = new ArrayList<>(outcome.cuts());
        if (outcome.fault().isPresent()) {
            return DeliveryPlan.kept(outcome.fault(), notes);
        }
        Draft draft = new Draft(message, recipient, door, notes);
        for (Action action : outcome.actions()) {
            Optional<String> fault = draft.add(action);
            if (fault.isPresent()) {
                // RFC 5228 §2.10.6: what cannot be carried out leaves the message where it would be.
                Position at = action.at();
                return DeliveryPlan.kept(fault.map(why -> new SieveOutcome.Fault(at, why)), notes);
            }
        }
        if (outcome.keepsImplicitly()) {
            draft.store(DeliveryPlan.INBOX, List.of(), false);
        }
        return draft.plan(outcome);
    }

    /// A plan while it is made. Confined to one call.
    private final class Draft {
        private final SieveMessage message;
        private final Recipient recipient;
        private final Door door;
        private final List<String> notes;
        private final Map<String, DeliveryPlan.Store> stores = new LinkedHashMap<>();
        private final Map<String, DeliveryPlan.Forward> forwards = new LinkedHashMap<>();
        private Optional<Refusal> refusal = Optional.empty();
        private Optional<Answer> answer = Optional.empty();

        Draft(SieveMessage message, Recipient recipient, Door door, List<String> notes) {
            this.message = message;
            this.recipient = recipient;
            this.door = door;
            this.notes = notes;
        }

        /// @return why it cannot be carried out
        Optional<String> add(Action action) {
            return switch (action) {
                case Action.Keep keep -> store(DeliveryPlan.INBOX, keep.flags(), false);
                case Action.FileInto into -> fileInto(into);
                case Action.Redirect redirect -> redirect(redirect.address());
                case Action.Reject reject -> {
                    refusal = Optional.of(rejection.refusal(reject, message, recipient, door));
                    yield Optional.empty();
                }
                case Action.Vacation away -> {
                    answer = Optional.of(vacation.answer(away, message, recipient));
                    yield Optional.empty();
                }
                case Action.Log log -> {
                    notes.add(log.text());
                    yield Optional.empty();
                }
                case Action.Discard _ -> Optional.empty();
            };
        }

        private Optional<String> fileInto(Action.FileInto into) {
            String name = into.mailbox();
            boolean control = name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
            if (control || name.isEmpty() || Bytes.utf8(name).length() > LONGEST_MAILBOX) {
                return Optional.of(
                        "no mailbox can be called \"" + Bytes.utf8(name).excerpt(80) + "\"");
            }
            return store(name, into.flags(), into.create());
        }

        /// RFC 5228 §2.10.3: once into each mailbox. RFC 5232 leaves open with which flags: those of the last.
        private Optional<String> store(String mailbox, List<String> flags, boolean create) {
            String name = mailbox.equalsIgnoreCase(DeliveryPlan.INBOX) ? DeliveryPlan.INBOX : mailbox;
            DeliveryPlan.Store before = stores.get(name);
            stores.put(name, new DeliveryPlan.Store(name, flags, create || (before != null && before.create())));
            return Optional.empty();
        }

        /// RFC 5228 §4.2.
        ///
        /// Interpretation: one that redirects to an address of their own keeps the message.
        private Optional<String> redirect(String address) {
            if (recipient.has(address)) {
                return store(DeliveryPlan.INBOX, List.of(), false);
            }
            if (message.header().named(Bytes.utf8("Received")).size() >= site.hops()) {
                return Optional.of("redirect after " + site.hops() + " hops");
            }
            boolean back = message.header().named(Bytes.utf8(REDIRECTED_FROM)).stream()
                    .anyMatch(
                            entry -> recipient.has(entry.field().value().utf8().strip()));
            if (back) {
                return Optional.of("redirect of a message that was redirected here before");
            }
            int at = address.lastIndexOf('@');
            String key = address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
            // The sender stays: bounces are for the one who wrote the message, and a bounce never makes another.
            forwards.putIfAbsent(
                    key,
                    new DeliveryPlan.Forward(
                            message.envelope().from(),
                            Paths.path(address),
                            List.of(HeaderField.of(REDIRECTED_FROM, " " + recipient.address()))));
            return Optional.empty();
        }

        DeliveryPlan plan(SieveOutcome outcome) {
            return new DeliveryPlan(
                    List.copyOf(stores.values()),
                    List.copyOf(forwards.values()),
                    refusal,
                    answer,
                    outcome.header(),
                    Optional.empty(),
                    notes);
        }
    }
}
