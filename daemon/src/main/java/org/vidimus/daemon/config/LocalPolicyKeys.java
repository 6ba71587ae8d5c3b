package org.vidimus.daemon.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;

/// The keys about what the administrator decides about mail himself.
public final class LocalPolicyKeys {
    private static final Budgets.Sieve FIXED = Budgets.Sieve.DEFAULT;

    /// The script.
    public static final Key<Optional<PolicyScript>> SCRIPT = Key.of(
                    "script",
                    Types.optional(new PolicyScriptType()),
                    Optional.<PolicyScript>empty(),
                    "A Sieve script (RFC 5228) that is run at the end of each message, of mail from inside too: after it"
                            + " was verified, before it is signed. A script that does not compile is a mistake of the"
                            + " configuration, with file, line and column. docs/policy.md says what its actions do.")
            .example("\"/etc/vidimus/policy.sieve\"");

    /// How long a run may take.
    public static final Key<Duration> TIME = Key.of(
            "time",
            Types.duration(Duration.ofMillis(10), Duration.ofMinutes(1)),
            FIXED.time(),
            "How long the script may take for one message. One that takes longer breaks off, and the message goes its"
                    + " way as if there were no script. Waiting for the DNS does not count: it is over by then.");

    /// How much of a body the script sees.
    public static final Key<Long> BODY_SIZE = Key.of(
            "body-size",
            Types.size(1 << 10, 256 << 20),
            (long) FIXED.bodyBytes(),
            "How much of the beginning of a body is kept for a script that looks at bodies; the rest is as if it were"
                    + " not there. Each message under way needs so much memory. A script that looks at no body keeps"
                    + " nothing.");

    /// How many redirections of one run.
    public static final Key<Long> MAX_REDIRECTS = Key.of(
            "max-redirects",
            Types.integer(1, 1000),
            (long) FIXED.redirects(),
            "How many addresses the script may redirect one message to. One more breaks it off, and the message goes"
                    + " its way as if there were no script.");

    /// The whole table.
    public static final Key<Values> POLICY = Key.table(
            "policy",
            TableType.of(SCRIPT, TIME, BODY_SIZE, MAX_REDIRECTS, OverrideKeys.OVERRIDES)
                    .checked(List.of(OverrideKeys.OVERRIDES), OverrideKeys::namesakes),
            "What you have decided about some mail yourself.");

    private LocalPolicyKeys() {}

    /// What a run of the script may use up.
    static Budgets.Sieve limits(Values root) {
        Values policy = root.get(POLICY);
        return new Budgets.Sieve(
                FIXED.scriptBytes(),
                FIXED.nesting(),
                FIXED.includes(),
                FIXED.work(),
                policy.get(TIME),
                FIXED.variables(),
                FIXED.variableChars(),
                FIXED.actions(),
                Math.toIntExact(policy.get(MAX_REDIRECTS)),
                Math.toIntExact(policy.get(BODY_SIZE)));
    }
}
