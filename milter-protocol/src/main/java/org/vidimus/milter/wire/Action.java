package org.vidimus.milter.wire;

import java.util.EnumSet;
import java.util.Set;

/// What a filter may do to a message at its end: the action flags of `OPTNEG`.
public enum Action {
    /// Add header fields (`h`) and insert them at a position (`i`).
    ADD_HEADERS(0x001), // SMFIF_ADDHDRS
    /// Replace the body.
    CHANGE_BODY(0x002), // SMFIF_CHGBODY
    /// Add recipients without ESMTP parameters.
    ADD_RECIPIENTS(0x004), // SMFIF_ADDRCPT
    /// Delete recipients.
    DELETE_RECIPIENTS(0x008), // SMFIF_DELRCPT
    /// Change and delete header fields.
    CHANGE_HEADERS(0x010), // SMFIF_CHGHDRS
    /// Hold the message in the MTA's quarantine.
    QUARANTINE(0x020), // SMFIF_QUARANTINE
    /// Change the envelope sender. Version 6.
    CHANGE_SENDER(0x040), // SMFIF_CHGFROM
    /// Add recipients with ESMTP parameters. Version 6.
    ADD_RECIPIENTS_WITH_PARAMETERS(0x080), // SMFIF_ADDRCPT_PAR
    /// Ask for macros by name in the answer to `OPTNEG`. Version 6.
    SET_SYMBOL_LIST(0x100); // SMFIF_SETSYMLIST

    /// What an MTA of version 1 can do; an action word of 0 is read as this one.
    public static final int VERSION_1 = 0x00f;

    private final int bit;

    Action(int bit) {
        this.bit = bit;
    }

    /// The flag on the wire.
    public int bit() {
        return bit;
    }

    /// The flags of `actions` in one word.
    public static int toBits(Set<Action> actions) {
        return actions.stream().mapToInt(Action::bit).reduce(0, (a, b) -> a | b);
    }

    /// The known flags in `bits`.
    public static Set<Action> fromBits(int bits) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        for (Action action : values()) {
            if ((bits & action.bit) != 0) {
                actions.add(action);
            }
        }
        return actions;
    }
}
