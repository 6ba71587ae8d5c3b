package org.vidimus.milter.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Frame;

/// Where we knowingly differ from libmilter; each is argued in docs/libmilter-differences.md.
enum Deviation {
    /// A command that cannot come is refused for now, where libmilter says nothing and the MTA waits.
    REFUSED_NOT_IGNORED;

    /// A deviation in a conversation, and a conversation without it.
    record Found(Deviation deviation, List<Command> without) {}

    /// Which deviation it is that shows at a command.
    ///
    /// @param at the first command after which the two sides differ
    static Optional<Found> find(List<Command> commands, int at, Conversation libmilter, Conversation ours) {
        boolean refused = libmilter.events().equals(ours.events())
                && ours.replies().size() == libmilter.replies().size() + 1
                && ours.replies().subList(0, libmilter.replies().size()).equals(libmilter.replies())
                && ours.replies().getLast().equals(new Frame((byte) 't', org.vidimus.milter.wire.Bytes.EMPTY));
        if (refused) {
            // What such a command does to the message, ABORT does too.
            List<Command> without = new ArrayList<>(commands);
            without.set(at, new Command.Abort());
            return Optional.of(new Found(REFUSED_NOT_IGNORED, without));
        }
        return Optional.empty();
    }
}
