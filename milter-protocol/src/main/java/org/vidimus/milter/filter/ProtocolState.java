package org.vidimus.milter.filter;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Step;

/// Where a session stands, and which commands may come next.
///
/// Confined to the connection's thread.
final class ProtocolState {
    /*
     * The table is libmilter's. A state for which the filter asked no events may be passed over, so that with NO_HELO
     * a MAIL may follow CONNECT. A command that cannot come from where the session stands is tried once more as if the
     * client had just said HELO: that is how a HELO in the middle of a message, a second ABORT or the ABORT that
     * Postfix sends after every message are absorbed. libmilter keeps these marks for the whole process; here they
     * belong to the session.
     *
     * Deviations from libmilter:
     * - What cannot come even then is dropped by libmilter without a word, and the MTA waits for a reply until its
     *   timer runs out. Here every command that is waited for is refused for now.
     * - UNKNOWN leaves the state as it was. In libmilter it is a state of its own from which the header cannot follow.
     * - QUIT_NC ends a session from any state, not only after a message.
     */
    enum State {
        /// Negotiated, or between two sessions of one connection.
        NEGOTIATED,
        CONNECTED,
        HELO,
        MAIL,
        RCPT,
        DATA,
        HEADER,
        END_OF_HEADERS,
        BODY,
        /// Only as a target: a session is in state HELO again once its message has ended.
        END_OF_MESSAGE,
        ABORT
    }

    /// What to do with a command.
    enum Move {
        /// It may come.
        RUN,
        /// It may come, and gives up the message before it.
        ABORT_AND_RUN,
        /// It may not come and nobody waits for an answer. The message, if any, is given up.
        DROP,
        /// It may not come; its sender waits. The message, if any, is given up.
        REFUSE
    }

    private static final State[] STATES = State.values();

    private static final Map<State, Set<State>> NEXT = new EnumMap<>(Map.of(
            State.NEGOTIATED, EnumSet.of(State.CONNECTED),
            State.CONNECTED, EnumSet.of(State.HELO, State.MAIL),
            State.HELO, EnumSet.of(State.HELO, State.MAIL),
            State.MAIL, EnumSet.of(State.RCPT, State.ABORT),
            State.RCPT,
                    EnumSet.of(
                            State.RCPT,
                            State.DATA,
                            State.HEADER,
                            State.END_OF_HEADERS,
                            State.BODY,
                            State.END_OF_MESSAGE,
                            State.ABORT),
            State.DATA, EnumSet.of(State.HEADER, State.END_OF_HEADERS, State.ABORT),
            State.HEADER, EnumSet.of(State.HEADER, State.END_OF_HEADERS, State.ABORT),
            State.END_OF_HEADERS, EnumSet.of(State.BODY, State.END_OF_MESSAGE, State.ABORT),
            State.BODY, EnumSet.of(State.BODY, State.END_OF_MESSAGE, State.ABORT)));

    private final Set<State> skippable = EnumSet.noneOf(State.class);
    private State state = State.NEGOTIATED;

    ProtocolState(Set<Step> steps) {
        skipIf(steps.contains(Step.NO_CONNECT), State.CONNECTED);
        skipIf(steps.contains(Step.NO_HELO), State.HELO);
        skipIf(steps.contains(Step.NO_MAIL), State.MAIL);
        skipIf(steps.contains(Step.NO_RCPT), State.RCPT);
        skipIf(steps.contains(Step.NO_DATA), State.DATA);
        skipIf(steps.contains(Step.NO_HEADERS), State.HEADER);
        skipIf(steps.contains(Step.NO_END_OF_HEADERS), State.END_OF_HEADERS);
        skipIf(steps.contains(Step.NO_BODY), State.BODY);
    }

    private void skipIf(boolean skipped, State target) {
        if (skipped) {
            skippable.add(target);
        }
    }

    /// Whether a message has begun and not ended.
    boolean insideMessage() {
        return state.compareTo(State.MAIL) >= 0;
    }

    /// Takes the step that a command asks for.
    Move next(CommandCode code) {
        return switch (code) {
            case CONNECT -> move(State.CONNECTED, Move.REFUSE);
            case HELO -> move(State.HELO, Move.REFUSE);
            case MAIL -> move(State.MAIL, Move.REFUSE);
            case RCPT -> move(State.RCPT, Move.REFUSE);
            case DATA -> move(State.DATA, Move.REFUSE);
            case HEADER -> move(State.HEADER, Move.REFUSE);
            case END_OF_HEADERS -> move(State.END_OF_HEADERS, Move.REFUSE);
            case BODY -> move(State.BODY, Move.REFUSE);
            case END_OF_MESSAGE -> settle(move(State.END_OF_MESSAGE, Move.REFUSE), State.HELO);
            case ABORT -> settle(move(State.ABORT, Move.DROP), State.HELO);
            case QUIT_NEW_CONNECTION -> settle(Move.ABORT_AND_RUN, State.NEGOTIATED);
            case UNKNOWN, QUIT, MACROS -> Move.RUN;
            // A second offer: the first was answered and stays in force, but it gives up the message.
            case NEGOTIATE -> settle(Move.DROP, State.HELO);
        };
    }

    /// The message is over: a verdict was given on it.
    void messageDecided() {
        state = State.HELO;
    }

    private Move settle(Move move, State after) {
        state = after;
        return move;
    }

    private Move move(State target, Move otherwise) {
        if (reachable(state, target)) {
            state = target;
            return Move.RUN;
        }
        boolean fromHelo = reachable(State.HELO, target);
        state = fromHelo ? target : State.HELO;
        return fromHelo ? Move.ABORT_AND_RUN : otherwise;
    }

    @SuppressWarnings("EnumOrdinal") // The states stand in the order of a message, which is walked here.
    private boolean reachable(State from, State target) {
        for (int i = from.ordinal(); i < STATES.length; i++) {
            if (NEXT.getOrDefault(STATES[i], Set.of()).contains(target)) {
                return true;
            }
            if (i + 1 == STATES.length || !skippable.contains(STATES[i + 1])) {
                return false;
            }
        }
        return false;
    }
}
