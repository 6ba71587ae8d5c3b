package org.vidimus.milter.client;

import java.util.EnumSet;
import java.util.Set;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Step;
import org.vidimus.milter.wire.Version;

/// What the MTA offers in negotiation.
///
/// @param version the newest it speaks, 2 to 6
/// @param actions what filters may do
/// @param steps what filters may leave out or do without
/// @param dataSize the largest packets it is ready to send
public record Offer(int version, Set<Action> actions, Set<Step> steps, DataSize dataSize) {
    /// What Postfix and Sendmail offer today: version 6 and everything, packets of the standard size.
    public static final Offer FULL =
            new Offer(Version.NEWEST, EnumSet.allOf(Action.class), EnumSet.allOf(Step.class), DataSize.STANDARD);

    /// What an MTA of 2006 offered, and Postfix with `milter_protocol = 2`.
    public static final Offer VERSION_2 =
            new Offer(Version.OLDEST, Action.fromBits(0x3f), Step.fromBits(0x7f), DataSize.STANDARD);

    /// Checks the version and copies the sets.
    public Offer {
        if (version < Version.OLDEST || version > Version.NEWEST) {
            throw new IllegalArgumentException("protocol version " + version);
        }
        actions = Set.copyOf(actions);
        steps = Set.copyOf(steps);
    }

    Command.Negotiate toCommand() {
        return new Command.Negotiate(version, Action.toBits(actions), protocolWord());
    }

    int protocolWord() {
        return Step.toBits(steps) | dataSize.bit();
    }
}
