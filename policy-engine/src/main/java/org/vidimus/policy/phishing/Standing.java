package org.vidimus.policy.phishing;

import java.util.Optional;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;

/// What is known about the author of a message besides what the message says.
///
/// Immutable.
///
/// @param authenticated whether something confirms that the mail is from the domain in From: SPF or DKIM in
///     alignment with it, or a client of ours
/// @param organization the organisation that DMARC found for that domain, in the DNS
public record Standing(boolean authenticated, Optional<DomainName> organization) {
    /// Mail from inside.
    public static final Standing INSIDE = new Standing(true, Optional.empty());

    /// Mail of which nothing was checked.
    public static final Standing UNKNOWN = new Standing(false, Optional.empty());

    /// By what DMARC found, whether or not the domain publishes a policy.
    public static Standing of(DmarcResult dmarc) {
        boolean aligned = dmarc.alignedSpf() || dmarc.alignedDkim();
        return new Standing(
                dmarc.status() == DmarcResult.Status.PASS
                        || (aligned && dmarc.fromDomain().isPresent()),
                dmarc.organizationalDomain());
    }
}
