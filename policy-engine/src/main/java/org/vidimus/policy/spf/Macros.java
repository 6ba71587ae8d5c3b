package org.vidimus.policy.spf;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// What macros stand for in one evaluation (§7.2).
///
/// Confined to one call.
record Macros(Sender sender, ClientAddress client, ClientNames names, InstantSource clock) {

    /// The domain name that `text` becomes; empty where it becomes none.
    ///
    /// @param domain the domain whose record is being evaluated
    Optional<DomainName> domain(MacroString text, DomainName domain, List<SpfTrace> trace) {
        return areBlind(text) ? Optional.empty() : text.expandDomain(values(domain, trace));
    }

    /// The text of an explanation.
    String explanation(MacroString text, DomainName domain, List<SpfTrace> trace) {
        return text.expandExplanation(values(domain, trace));
    }

    /// RFC 8616 §4: a term that names a local-part outside ASCII never matches.
    boolean areBlind(MacroString text) {
        return (text.uses(MacroLetter.LOCAL_PART) || text.uses(MacroLetter.SENDER)) && sender.isInternational();
    }

    private MacroString.Values values(DomainName domain, List<SpfTrace> trace) {
        return letter -> switch (letter) {
            case SENDER -> sender.address();
            case LOCAL_PART -> sender.local();
            case SENDER_DOMAIN -> sender.domain().toString();
            case DOMAIN -> domain.toString();
            case ADDRESS -> client.dotted();
            case CLIENT_NAME -> names.best(domain, trace);
            case FAMILY -> client.family();
            case HELO -> sender.helo();
            case READABLE_ADDRESS -> client.readable();
            case RECEIVER -> sender.receiver();
            case TIME -> Long.toString(clock.instant().getEpochSecond());
        };
    }
}
