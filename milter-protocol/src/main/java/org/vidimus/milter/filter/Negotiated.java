package org.vidimus.milter.filter;

import java.util.Set;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Step;

/// What MTA and filter agreed on at the start of a connection.
///
/// @param version 2 to 6
/// @param actions the edits the filter may make
/// @param steps what the MTA leaves out or does not wait for
/// @param dataSize the largest payload
public record Negotiated(int version, Set<Action> actions, Set<Step> steps, DataSize dataSize) {
    /// Copies the sets.
    public Negotiated {
        actions = Set.copyOf(actions);
        steps = Set.copyOf(steps);
    }

    static Negotiated of(Reply.Negotiated answer) {
        return new Negotiated(
                answer.version(),
                Action.fromBits(answer.actions()),
                Step.fromBits(answer.protocol()),
                DataSize.of(answer.protocol()));
    }

    /// Whether header values have their leading space, so that what is hashed is what was sent.
    public boolean exactHeaders() {
        return steps.contains(Step.HEADER_LEADING_SPACE);
    }
}
