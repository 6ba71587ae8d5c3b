package org.vidimus.daemon.config;

import java.util.List;
import java.util.Optional;

/// The keys about what the administrator decides about mail himself.
public final class LocalPolicyKeys {
    /// The script.
    public static final Key<Optional<PolicyScript>> SCRIPT = Key.of(
                    "script",
                    Types.optional(new PolicyScriptType()),
                    Optional.<PolicyScript>empty(),
                    "A Sieve script (RFC 5228) that is run at the end of each message, of mail from inside too: after it"
                            + " was verified, before it is signed. A script that does not compile is a mistake of the"
                            + " configuration, with file, line and column. docs/policy.md says what its actions do.")
            .example("\"/etc/vidimus/policy.sieve\"");

    /// The whole table.
    public static final Key<Values> POLICY = Key.table(
            "policy",
            TableType.of(SCRIPT, OverrideKeys.OVERRIDES)
                    .checked(List.of(OverrideKeys.OVERRIDES), OverrideKeys::namesakes),
            "What you have decided about some mail yourself.");

    private LocalPolicyKeys() {}
}
