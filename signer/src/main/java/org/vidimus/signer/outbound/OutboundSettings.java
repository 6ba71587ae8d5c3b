package org.vidimus.signer.outbound;

import java.time.Duration;
import org.vidimus.signer.rules.Consequence;

/// What becomes of messages that are to be signed.
///
/// Immutable.
///
/// @param onUnsignable if their form is such that they must not be ([RFC 6376
///     §5.3](https://www.rfc-editor.org/rfc/rfc6376#section-5.3)). Default: unsigned
/// @param onFailure if a key fails while it signs, and no other key of its domain signs: unsigned or tempfail.
///     Default: tempfail
/// @param once whether a message that has a good signature of the same key is left as it is, as one is that a
///     content filter gives back to the MTA. Default: true
/// @param patience how long a key may take to sign, waiting included; positive. Default: 30 s
public record OutboundSettings(Consequence onUnsignable, Consequence onFailure, boolean once, Duration patience) {
    /// The defaults.
    public static final OutboundSettings DEFAULT =
            new OutboundSettings(Consequence.UNSIGNED, Consequence.TEMPFAIL, true, Duration.ofSeconds(30));

    /// Checks the time.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public OutboundSettings {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patience " + patience);
        }
    }
}
