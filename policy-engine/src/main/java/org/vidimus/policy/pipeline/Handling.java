package org.vidimus.policy.pipeline;

import org.vidimus.policy.dmarc.DmarcPolicy;

/// What becomes of mail on account of one method: what a failure and an outage may lead to.
///
/// Immutable.
///
/// @param onFail the most that a failure leads to
/// @param onPermerror the most that it leads to if the method cannot be applied and never will be: a record
///     that cannot be interpreted, or for DMARC a message without exactly one readable author's domain
/// @param onTemperror what follows if the DNS cannot be asked
public record Handling(DmarcPolicy onFail, DmarcPolicy onPermerror, Deferral onTemperror) {
    /// SPF alone decides nothing ([RFC 9989 §7.1](https://www.rfc-editor.org/rfc/rfc9989#section-7.1): a
    /// message refused for SPF is one that DMARC never sees).
    public static final Handling SPF = new Handling(DmarcPolicy.NONE, DmarcPolicy.NONE, Deferral.ACCEPT);

    /// What fails DMARC is quarantined at most (RFC 9989 §7.4).
    public static final Handling DMARC = new Handling(DmarcPolicy.QUARANTINE, DmarcPolicy.QUARANTINE, Deferral.ACCEPT);
}
