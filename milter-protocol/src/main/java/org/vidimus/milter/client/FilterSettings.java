package org.vidimus.milter.client;

import org.vidimus.milter.net.MilterSocket;

/// One filter, as an MTA's configuration has it.
///
/// @param socket where it listens
/// @param timeouts how long it may take. Default: [Timeouts#DEFAULT]
/// @param defaultAction what becomes of mail when it fails. Default: [DefaultAction#TEMPFAIL]
/// @param editBudget the most octets all edits to one message may have. Default: 128 MiB
public record FilterSettings(MilterSocket socket, Timeouts timeouts, DefaultAction defaultAction, int editBudget) {
    private static final int DEFAULT_EDIT_BUDGET = 128 << 20;

    /// Checks the budget.
    public FilterSettings {
        if (editBudget <= 0) {
            throw new IllegalArgumentException("edit budget " + editBudget);
        }
    }

    /// A filter with the defaults.
    public static FilterSettings of(MilterSocket socket) {
        return new FilterSettings(socket, Timeouts.DEFAULT, DefaultAction.TEMPFAIL, DEFAULT_EDIT_BUDGET);
    }

    /// With other timeouts.
    public FilterSettings with(Timeouts other) {
        return new FilterSettings(socket, other, defaultAction, editBudget);
    }

    /// With another default action.
    public FilterSettings with(DefaultAction other) {
        return new FilterSettings(socket, timeouts, other, editBudget);
    }
}
