package org.vidimus.policy.pipeline;

import org.vidimus.policy.dmarc.DmarcPolicy;

/// What SPF alone leads to, for mail that does not pass DMARC.
///
/// Immutable.
///
/// @param onFail what becomes of mail from a client that may not send for the domain
/// @param onPermerror what becomes of mail from a domain whose record cannot be interpreted
/// @param onTemperror what becomes of mail if the DNS cannot be asked
public record SpfHandling(DmarcPolicy onFail, DmarcPolicy onPermerror, Deferral onTemperror) {
    /// SPF alone decides nothing ([RFC 9989 §7.1](https://www.rfc-editor.org/rfc/rfc9989#section-7.1): a
    /// message refused for SPF is one that DMARC never sees).
    public static final SpfHandling DEFAULT = new SpfHandling(DmarcPolicy.NONE, DmarcPolicy.NONE, Deferral.ACCEPT);
}
