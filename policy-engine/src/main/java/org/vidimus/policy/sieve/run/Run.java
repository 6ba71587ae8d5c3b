package org.vidimus.policy.sieve.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.sieve.syntax.Position;

/// One script at work on one message: what it has seen, done and used up.
///
/// Confined to one thread.
public final class Run {
    private static final int CHARACTERS_A_UNIT = 64;
    private static final int UNITS_A_LOOK = 1 << 14;

    private SieveMessage message;
    private final Budgets.Sieve limits;
    private final LongSupplier nanoTime;
    private final long end;
    private final @Nullable List<TraceLine> trace;
    private final String[] variables;
    private final List<Action> actions = new ArrayList<>();
    private final Set<String> cuts = new LinkedHashSet<>();
    private final Map<Slot<?>, Object> state = new HashMap<>();
    private @Nullable EditedHeader header;
    private List<String> captures = List.of();
    private ImapFlags flags = ImapFlags.NONE;
    private Position at;
    private int left;
    private int look;
    private int characters;
    private int redirects;

    /// A run that is about to begin.
    ///
    /// @param variables how many variables the script has; all are empty
    /// @param tracing whether [#trace()] is wanted
    /// @param start the beginning of the script
    public Run(
            SieveMessage message,
            Budgets.Sieve limits,
            LongSupplier nanoTime,
            int variables,
            boolean tracing,
            Position start) {
        this.message = message;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + limits.time().toNanos();
        this.trace = tracing ? new ArrayList<>() : null;
        this.variables = new String[variables];
        Arrays.fill(this.variables, "");
        this.at = start;
        this.left = limits.work();
        this.look = left - UNITS_A_LOOK;
    }

    /// The message as it was when the run began, or the last that [#replaceMessage] gave it.
    public SieveMessage message() {
        return message;
    }

    /// The limits of this run.
    public Budgets.Sieve limits() {
        return limits;
    }

    /// The header as it is now.
    public EditedHeader header() {
        if (header == null) {
            header = new EditedHeader(message.header());
        }
        return header;
    }

    /// The size of the message as it is now.
    public long size() {
        return message.size() + (header == null ? 0 : header.grown());
    }

    /// What became of the header.
    public EditedHeader.Changes headerChanges() {
        return header == null ? EditedHeader.Changes.NONE : header.changes();
    }

    /// The command that runs.
    public Position at() {
        return at;
    }

    void enter(Position command, String name) {
        at = command;
        spend(1);
        if (trace != null) {
            trace.add(new TraceLine(command, name, Optional.empty()));
        }
    }

    /// Says what a test said, and says it on.
    public boolean tested(Position test, String name, boolean outcome) {
        spend(1);
        if (trace != null) {
            trace.add(new TraceLine(test, name, Optional.of(outcome)));
        }
        return outcome;
    }

    /// What ran, in order; nothing if that was not wanted.
    public List<TraceLine> trace() {
        return trace == null ? List.of() : List.copyOf(trace);
    }

    /// Pays for work.
    ///
    /// @throws SieveFault if that is more than a run may do, or it takes too long
    public void spend(int units) {
        left -= units;
        if (left < look) {
            look(units);
        }
    }

    private void look(int units) {
        if (left < 0 || units < 0) {
            throw new SieveFault("the script does more than " + limits.work() + " units of work");
        }
        look = left - UNITS_A_LOOK;
        if (nanoTime.getAsLong() - end > 0) {
            throw new SieveFault("the script takes longer than " + limits.time().toMillis() + " ms");
        }
    }

    /// Pays for looking at one character.
    public void spendCharacter() {
        if (++characters >= CHARACTERS_A_UNIT) {
            characters = 0;
            spend(1);
        }
    }

    /// Pays for looking at `count` characters.
    public void spendCharacters(long count) {
        spend((int) Math.min(Integer.MAX_VALUE / 2, count / CHARACTERS_A_UNIT));
    }

    /// Something the script wants done.
    ///
    /// @throws SieveFault if that is more than a run may want, or cannot be done together with what it wanted
    ///     before
    public void act(Action action) {
        if (actions.size() >= limits.actions()) {
            throw new SieveFault("more than " + limits.actions() + " actions");
        }
        if (action instanceof Action.Redirect && ++redirects > limits.redirects()) {
            throw new SieveFault("more than " + limits.redirects() + " redirections");
        }
        ActionRules.conflict(actions, action).ifPresent(why -> {
            throw new SieveFault(why);
        });
        actions.add(action);
    }

    /// Says that the script was not shown all of the message.
    ///
    /// @param what what was cut, for the log
    public void cut(String what) {
        cuts.add(what);
    }

    /// What the script was not shown, in the order in which that was noticed.
    public Set<String> cuts() {
        return cuts;
    }

    /// What the script wants done, in order.
    public List<Action> actions() {
        return List.copyOf(actions);
    }

    /// What the script wants done, in order; the run forgets it, because somebody does it now.
    public List<Action> takeActions() {
        List<Action> taken = actions();
        actions.clear();
        redirects = 0;
        return taken;
    }

    /// Goes on with another message. What extensions keep of the one before is gone; variables stay.
    public void replaceMessage(SieveMessage other) {
        message = other;
        header = null;
        state.clear();
    }

    /// Gives an extension what it keeps at `slot`.
    public <T> void put(Slot<T> slot, T value) {
        state.put(slot, value);
    }

    /// The flags of messages for which the script names none ([RFC 5232
    /// §3](https://www.rfc-editor.org/rfc/rfc5232#section-3): the internal variable).
    public ImapFlags flags() {
        return flags;
    }

    /// Sets [#flags()].
    public void setFlags(ImapFlags some) {
        flags = some;
    }

    /// The value of a variable.
    public String variable(int index) {
        return variables[index];
    }

    /// Gives a variable a value, which is cut to what a variable may hold ([RFC 5229
    /// §6](https://www.rfc-editor.org/rfc/rfc5229#section-6)).
    public void setVariable(int index, String value) {
        int most = limits.variableChars();
        if (value.length() > most) {
            int cut = Character.isHighSurrogate(value.charAt(most - 1)) ? most - 1 : most;
            variables[index] = value.substring(0, cut);
        } else {
            variables[index] = value;
        }
    }

    /// What a wildcard of the last match stood for ([RFC 5229
    /// §3.2](https://www.rfc-editor.org/rfc/rfc5229#section-3.2)).
    ///
    /// @param index 0 for the whole value
    /// @return empty if there was none
    public String captured(int index) {
        return index < captures.size() ? captures.get(index) : "";
    }

    /// What the wildcards of the last match stood for, the whole value first.
    public List<String> captures() {
        return captures;
    }

    /// Keeps what the wildcards of a match stand for.
    public void capture(List<String> texts) {
        captures = texts;
    }

    /// What an extension keeps at `slot`.
    @SuppressWarnings("unchecked") // a slot's value is put there by the slot
    public <T> T state(Slot<T> slot) {
        Object value = state.get(slot);
        if (value == null) {
            value = slot.begin(this);
            state.put(slot, value);
        }
        return (T) value;
    }
}
