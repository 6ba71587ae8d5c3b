package org.vidimus.policy.pipeline;

import org.vidimus.policy.dmarc.DmarcPolicy;

/// What DMARC leads to.
///
/// Immutable.
///
/// @param onFail the most that a Domain Owner's wish is followed. What the administrator has decided for mail
///     without a Domain Owner to ask ([org.vidimus.policy.dmarc.DmarcSettings]) is not held back by this
/// @param onTemperror what becomes of mail if the DNS cannot be asked
public record DmarcHandling(DmarcPolicy onFail, Deferral onTemperror) {
    /// What fails is quarantined at most ([RFC 9989 §7.4](https://www.rfc-editor.org/rfc/rfc9989#section-7.4)),
    /// and an outage of the DNS hinders nobody.
    public static final DmarcHandling DEFAULT = new DmarcHandling(DmarcPolicy.QUARANTINE, Deferral.ACCEPT);
}
