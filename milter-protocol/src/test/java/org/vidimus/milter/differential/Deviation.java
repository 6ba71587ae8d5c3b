package org.vidimus.milter.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vidimus.milter.wire.Command;

/// Where we knowingly differ from libmilter; each is argued in docs/libmilter-differences.md.
enum Deviation {
    /// A command that cannot come is refused for now, where libmilter says nothing and the MTA waits.
    REFUSED_NOT_IGNORED,
    /// QUIT_NC ends a session from any state; libmilter ignores it except after a message.
    SESSION_ENDS_ANYWHERE,
    /// An unknown command leaves the message where it was; after it, libmilter takes no header.
    UNKNOWN_CHANGES_NOTHING,
    /// A macro list without macros empties its stage; libmilter keeps what it had.
    EMPTY_LIST_EMPTIES;

    /// The conversation with every command that we refuse replaced by an ABORT: what such a command does to the message
    /// on both sides, ABORT does too.
    static List<Command> withoutRefused(List<Command> commands, List<Command> refused) {
        Set<Command> identical = Collections.newSetFromMap(new IdentityHashMap<>());
        identical.addAll(refused);
        return commands.stream()
                .map(command -> identical.contains(command) ? new Command.Abort() : command)
                .toList();
    }

    /// A deviation in a conversation, and a conversation without it.
    record Found(Deviation deviation, List<Command> without) {}

    /// Which deviation it is that shows at a command.
    ///
    /// @param at the first command after which the two sides differ
    static Optional<Found> find(List<Command> commands, int at, Conversation libmilter, Conversation ours) {
        boolean onlyMacros = libmilter.replies().equals(ours.replies())
                && withoutMacros(libmilter).equals(withoutMacros(ours));
        return last(commands, at, command -> onlyMacros && isEmptyList(command))
                .map(i -> new Found(EMPTY_LIST_EMPTIES, without(commands, i)))
                .or(() -> last(commands, at, Command.QuitNewConnection.class::isInstance)
                        .map(i -> new Found(SESSION_ENDS_ANYWHERE, without(commands, i))))
                .or(() -> last(commands, at, Command.Unknown.class::isInstance)
                        .map(i -> new Found(UNKNOWN_CHANGES_NOTHING, without(commands, i))));
    }

    private static boolean isEmptyList(Command command) {
        return command instanceof Command.Macros(byte _, var macros) && macros.isEmpty();
    }

    private static List<String> withoutMacros(Conversation conversation) {
        return conversation.events().stream()
                .filter(event -> !event.startsWith("macro "))
                .toList();
    }

    private static Optional<Integer> last(List<Command> commands, int at, Predicate<Command> kind) {
        for (int i = at; i >= 0; i--) {
            if (kind.test(commands.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static List<Command> without(List<Command> commands, int index) {
        List<Command> rest = new ArrayList<>(commands);
        rest.remove(index);
        return rest;
    }
}
