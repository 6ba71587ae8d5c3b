package org.vidimus.daemon.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.pipeline.OverrideRule;

/// What is doubtful about overrides, though it can be meant so.
final class OverrideLint {
    private OverrideLint() {}

    /// The doubts about the overrides of a file.
    ///
    /// @param now the time, for those that count no more
    static List<Warning> of(Values root, Instant now) {
        List<Values> tables = root.get(LocalPolicyKeys.POLICY).get(OverrideKeys.OVERRIDES);
        List<OverrideRule> rules = tables.stream().map(OverrideKeys::rule).toList();
        List<Warning> warnings = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            String place = tables.get(i).place();
            OverrideRule rule = rules.get(i);
            String name = "policy.override \"" + rule.name() + "\"";
            if (rule.isExpired(now)) {
                warnings.add(new Warning(
                        place, name + ": expired on " + rule.expires().orElseThrow() + " and counts no more"));
            }
            if (rule.action().opens() && !rule.when().isProven()) {
                warnings.add(new Warning(
                        place,
                        name + ": anybody can write what it asks for, so that \""
                                + rule.action().word()
                                + "\" lets forged mail through; add networks, sealers or dkim-domains"));
            }
            hiding(rule, rules.subList(0, i), now)
                    .ifPresent(earlier -> warnings.add(new Warning(
                            place, name + ": can never match, \"" + earlier.name() + "\" takes all its mail")));
        }
        return warnings;
    }

    /// An earlier one that is for all the mail that `rule` is for, for as long as that counts.
    private static Optional<OverrideRule> hiding(OverrideRule rule, List<OverrideRule> earlier, Instant now) {
        return earlier.stream()
                .filter(other -> !other.isExpired(now))
                .filter(other -> other.action().opens() == rule.action().opens())
                .filter(other -> other.when().cover(rule.when()))
                .filter(other -> other.expires().isEmpty()
                        || rule.expires()
                                .filter(day -> !day.isAfter(other.expires().get()))
                                .isPresent())
                .findFirst();
    }
}
