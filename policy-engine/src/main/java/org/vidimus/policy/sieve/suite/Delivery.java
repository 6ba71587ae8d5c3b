package org.vidimus.policy.sieve.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.policy.sieve.run.Action;

/// What the scripts of a test want done, and what becomes of it.
///
/// Confined to one run of a file.
final class Delivery {
    private final MailStore store;
    private final List<String> deliveryFlags;
    private final Sender sender;
    private final List<Action> actions = new ArrayList<>();
    private List<String> keepFlags = List.of();
    private int executed;

    Delivery(MailStore store, List<String> deliveryFlags, Sender sender) {
        this.store = store;
        this.deliveryFlags = List.copyOf(deliveryFlags);
        this.sender = sender;
    }

    void add(List<Action> more) {
        actions.addAll(more);
    }

    /// The flags that a message gets which is kept without a word.
    void keepFlags(List<String> flags) {
        keepFlags = List.copyOf(flags);
    }

    void reset() {
        actions.clear();
        executed = 0;
        keepFlags = List.of();
    }

    /// What a result is called that holds each thing once, as Pigeonhole calls it.
    List<String> names() {
        return distinct(actions).stream().map(Delivery::name).toList();
    }

    /// Does what was not done yet with `mail`.
    ///
    /// @return whether all of it could be done
    boolean execute(Mail mail) {
        boolean done = true;
        for (Action action : distinct(actions.subList(executed, actions.size()))) {
            done &= execute(action, mail);
        }
        if (actions.stream().allMatch(Action::keepsImplicitly)) {
            store(MailStore.INBOX, mail, keepFlags);
        }
        executed = actions.size();
        return done;
    }

    private boolean execute(Action action, Mail mail) {
        return switch (action) {
            case Action.Keep keep -> {
                store(MailStore.INBOX, mail, keep.flags());
                yield true;
            }
            case Action.FileInto into -> {
                if (into.create()) {
                    store.create(into.mailbox());
                }
                boolean there = store.has(into.mailbox());
                // §2.10.6: what cannot be done leaves the message where it would be without a script.
                store(there ? into.mailbox() : MailStore.INBOX, mail, into.flags());
                yield there;
            }
            case Action.Redirect redirect -> {
                sender.redirected(mail, redirect).ifPresent(store::send);
                yield true;
            }
            case Action.Vacation vacation -> {
                sender.answered(mail, vacation).ifPresent(store::send);
                yield true;
            }
            case Action.Discard _, Action.Reject _, Action.Log _ -> true;
        };
    }

    private void store(String folder, Mail mail, List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(deliveryFlags);
        store.store(folder, mail.withFlags(all));
    }

    /// §2.10.3: what is asked for twice is done once; RFC 5232 §4: with the flags of the last.
    private static List<Action> distinct(List<Action> actions) {
        Map<String, Action> byTarget = new LinkedHashMap<>();
        actions.forEach(action -> byTarget.merge(target(action), action, Delivery::later));
        return List.copyOf(byTarget.values());
    }

    private static Action later(Action before, Action after) {
        return switch (before) {
            case Action.Keep keep -> new Action.Keep(flags(after), keep.at());
            case Action.FileInto into ->
                new Action.FileInto(into.mailbox(), flags(after), into.copy(), into.create(), into.at());
            default -> before;
        };
    }

    private static List<String> flags(Action action) {
        return switch (action) {
            case Action.Keep keep -> keep.flags();
            case Action.FileInto into -> into.flags();
            default -> List.of();
        };
    }

    private static String target(Action action) {
        return switch (action) {
            case Action.Keep _ -> "keep " + MailStore.INBOX;
            case Action.FileInto into -> "keep " + MailStore.canonical(into.mailbox());
            case Action.Redirect redirect -> "redirect " + redirect.address();
            case Action.Log log -> "log " + log.at();
            default -> name(action);
        };
    }

    private static String name(Action action) {
        return switch (action) {
            case Action.Keep _ -> "keep";
            case Action.FileInto _ -> "store";
            case Action.Redirect _ -> "redirect";
            case Action.Discard _ -> "discard";
            case Action.Reject _ -> "reject";
            case Action.Log _ -> "log";
            case Action.Vacation _ -> "vacation";
        };
    }
}
