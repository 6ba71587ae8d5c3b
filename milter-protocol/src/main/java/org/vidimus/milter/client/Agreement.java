package org.vidimus.milter.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.Version;

/// What negotiation came to.
///
/// @param version the version spoken
/// @param actions what the filter may do
/// @param steps what it does not want or can do without
/// @param dataSize the largest packets
/// @param macros the names sent at each stage, after the filter's wishes and the MTA's ways with them; a stage
///     that is absent has no list at all
public record Agreement(
        int version, Set<Action> actions, Set<Step> steps, DataSize dataSize, Map<Stage, List<String>> macros) {
    /// Copies the collections.
    public Agreement {
        actions = Set.copyOf(actions);
        steps = Set.copyOf(steps);
        macros = Map.copyOf(macros);
    }

    /// Checks an answer as the MTA does: the version must not be above its own, and the actions, on Sendmail
    /// also the protocol flags, must have been offered. Postfix takes flags that it did not offer.
    static Decoded<Agreement> of(Offer offer, Reply.Negotiated answer, MtaProfile profile) {
        if (answer.version() < Version.OLDEST || answer.version() > offer.version()) {
            return new Decoded.Malformed<>(
                    "version " + answer.version() + " in answer to an offer of " + offer.version());
        }
        int offered = Action.toBits(offer.actions());
        if ((answer.actions() & ~offered) != 0) {
            return new Decoded.Malformed<>(
                    "actions 0x%x in answer to an offer of 0x%x".formatted(answer.actions(), offered));
        }
        if (profile.insistsOnOfferedSteps() && (answer.protocol() & ~offer.protocolWord()) != 0) {
            return new Decoded.Malformed<>("protocol flags 0x%x in answer to an offer of 0x%x"
                    .formatted(answer.protocol(), offer.protocolWord()));
        }
        // Neither MTA looks whether SETSYMLIST was agreed on, so the lists count with or without it.
        return new Decoded.Ok<>(new Agreement(
                answer.version(),
                Action.fromBits(answer.actions()),
                Step.fromBits(answer.protocol()),
                DataSize.of(answer.protocol() & offer.protocolWord()),
                profile.macros(answer.symbols())));
    }

    boolean has(Step step) {
        return steps.contains(step);
    }
}
