package org.vidimus.signer.opendkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.Decision.Outcome;
import org.vidimus.signer.rules.Decision.Step;
import org.vidimus.signer.rules.Occasion;
import org.vidimus.signer.rules.UnsignedReason;

/// Decides as OpenDKIM does with the same configuration: the origin of the message, then the domain of its sender, and
/// only then what keeps it from being signed.
///
/// Immutable.
public final class OpenDkimDecider implements Decider {
    private final Rules rules;

    OpenDkimDecider(Rules rules) {
        this.rules = rules;
    }

    /// Whether OpenDKIM would sign mail over this connection, given a sender that it signs for. A peer's mail is not
    /// claimed: OpenDKIM would let it go unseen, here it is verified.
    @Override
    public boolean claims(ConnectionFacts connection) {
        List<Step> steps = new ArrayList<>();
        return rules.signs()
                && !rules.origin().isPeer(connection, steps)
                && rules.origin().signs(connection, steps);
    }

    @Override
    public Set<String> macros() {
        return rules.macros();
    }

    @Override
    public boolean signsForOneDomain() {
        return rules.selection().isForOneDomain();
    }

    @Override
    public Decision decide(Occasion occasion) {
        List<Step> steps = new ArrayList<>();
        Outcome outcome = outcome(occasion, steps);
        return new Decision(outcome, steps);
    }

    private Outcome outcome(Occasion occasion, List<Step> steps) {
        ConnectionFacts connection = occasion.connection();
        if (rules.origin().isPeer(connection, steps)) {
            return new Outcome.Unsigned(UnsignedReason.NOT_FROM_INSIDE);
        }
        Optional<Senders.Sender> sender = rules.senders().of(connection, occasion.header());
        if (sender.isEmpty()) {
            steps.add(new Step("", "there is no sender that can be read"));
            return new Outcome.Unsigned(UnsignedReason.NO_AUTHOR);
        }
        Senders.Sender from = sender.get();
        steps.add(
                new Step("", "the sender is " + CText.shown(from.user() + "@" + from.domain()) + " by " + from.from()));
        Optional<Dataset.Entry> exempt = rules.exempt().get(from.domain());
        if (exempt.isPresent()) {
            steps.add(new Step(exempt.get().place().toString(), "ExemptDomains: left alone"));
            return new Outcome.Unsigned(UnsignedReason.NO_RULE);
        }
        return signing(occasion, from, steps);
    }

    private Outcome signing(Occasion occasion, Senders.Sender from, List<Step> steps) {
        boolean inside = rules.origin().signs(occasion.connection(), steps);
        Selector.Choice choice = new Selector(rules, from, steps).choose(inside);
        return switch (choice) {
            case Selector.Choice.Problem(UnsignedReason reason, String why) -> new Outcome.Defer(reason, why);
            case Selector.Choice.None() ->
                new Outcome.Unsigned(inside ? UnsignedReason.NO_RULE : UnsignedReason.NOT_FROM_INSIDE);
            case Selector.Choice.Foreign() -> {
                external(occasion.connection(), from, steps);
                yield new Outcome.Unsigned(UnsignedReason.NOT_FROM_INSIDE);
            }
            case Selector.Choice.Keys(List<Selector.Wanted> wanted) -> wanted(occasion, wanted, steps);
        };
    }

    private Outcome wanted(Occasion occasion, List<Selector.Wanted> wanted, List<Step> steps) {
        if (!rules.signs()) {
            steps.add(new Step("", "Mode has no s: nothing is signed"));
            return new Outcome.Unsigned(UnsignedReason.NOT_FROM_INSIDE);
        }
        for (var recipient : occasion.recipients()) {
            Optional<Dataset.Entry> hit = rules.notTo().get(stripped(CText.string(recipient.latin1())));
            if (hit.isPresent()) {
                steps.add(new Step(hit.get().place().toString(), "DontSignMailTo: " + CText.shown(recipient.latin1())));
                return new Outcome.Unsigned(UnsignedReason.RECIPIENT);
            }
        }
        return new SignaturePlan(rules, steps).plan(wanted, occasion.header());
    }

    private void external(ConnectionFacts connection, Senders.Sender from, List<Step> steps) {
        String name =
                connection.clientName().map(text -> CText.string(text.latin1())).orElse("");
        boolean known = rules.external().name(name).filter(HostList.Hit::member).isPresent()
                || connection
                        .client()
                        .flatMap(rules.external()::address)
                        .filter(HostList.Hit::member)
                        .isPresent();
        steps.add(new Step(
                "",
                "not from inside, though it says it is from " + CText.shown(from.domain())
                        + (known ? ", as ExternalIgnoreList expects" : "")));
    }

    private static String stripped(String recipient) {
        String address = recipient;
        while (address.length() >= 2 && address.startsWith("<") && address.endsWith(">")) {
            address = address.substring(1, address.length() - 1);
        }
        return address;
    }
}
