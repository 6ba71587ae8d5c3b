package org.vidimus.daemon.config;

import java.util.List;

/// The keys about what the administrator decides about mail himself.
public final class LocalPolicyKeys {
    /// The whole table.
    public static final Key<Values> POLICY = Key.table(
            "policy",
            TableType.of(OverrideKeys.OVERRIDES).checked(List.of(OverrideKeys.OVERRIDES), OverrideKeys::namesakes),
            "What you have decided about some mail yourself.");

    private LocalPolicyKeys() {}
}
