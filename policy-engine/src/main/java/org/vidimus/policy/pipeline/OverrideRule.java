package org.vidimus.policy.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// What the administrator has decided about some mail from outside, whatever SPF and DMARC say ([RFC 9989
/// §7.4](https://www.rfc-editor.org/rfc/rfc9989#section-7.4) leaves the last word to the receiver).
///
/// Immutable.
///
/// @param name what it is called in logs, in metrics and to senders: 1 to 64 letters, digits, `.`, `_`, `-`
/// @param when which mail it is for
/// @param action what is done
/// @param reason the kind of reason that is given
/// @param comment more of the reason, for reports: printable ASCII, may be empty
/// @param expires the last day, in UTC, on which it counts
public record OverrideRule(
        String name,
        OverrideConditions when,
        OverrideAction action,
        PolicyOverride.Kind reason,
        String comment,
        Optional<LocalDate> expires) {
    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if it is none
    public OverrideRule {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("name of an override: " + name);
        }
    }

    /// Whether it counts no more at `now`.
    public boolean isExpired(Instant now) {
        return expires.filter(day -> LocalDate.ofInstant(now, ZoneOffset.UTC).isAfter(day))
                .isPresent();
    }

    /// The reason as it is given.
    PolicyOverride explanation() {
        return new PolicyOverride(reason, comment.isEmpty() ? name : name + ": " + comment);
    }
}
