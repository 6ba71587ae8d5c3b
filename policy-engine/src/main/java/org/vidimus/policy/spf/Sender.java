package org.vidimus.policy.spf;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// What stays the same through one evaluation, includes and redirects too (§7.3): the macros `s`, `l`, `o`,
/// `h`, `r`.
///
/// Immutable.
///
/// @param localPart the local-part, never empty
/// @param domain the domain of the identity
/// @param heloName the argument of HELO as received, empty where there was none
/// @param receiver the name of the receiving host
record Sender(Bytes localPart, DomainName domain, Bytes heloName, String receiver) {
    /// More than this of a local-part or a HELO name cannot become part of a domain name, nor of a sensible
    /// reply.
    private static final int MAX_VALUE = 256;

    /// Whether the local-part is not ASCII. It can then not be part of any name in the DNS ([RFC 8616
    /// §4](https://www.rfc-editor.org/rfc/rfc8616#section-4)).
    boolean isInternational() {
        for (int i = 0; i < localPart.length(); i++) {
            if (localPart.at(i) >= 0x80) {
                return true;
            }
        }
        return false;
    }

    /// The macro `l`.
    String local() {
        return rightmost(localPart).latin1();
    }

    /// The macro `s`.
    String address() {
        return local() + "@" + domain;
    }

    /// The macro `h`: U-labels as A-labels (RFC 8616 §4), anything else as it was received.
    String helo() {
        String raw = rightmost(heloName).latin1();
        if (raw.chars().allMatch(c -> c < 0x80)) {
            return raw;
        }
        return DomainName.parse(heloName) instanceof Parsed.Ok<DomainName>(DomainName name) ? name.toString() : raw;
    }

    private static Bytes rightmost(Bytes octets) {
        return octets.slice(Math.max(0, octets.length() - MAX_VALUE));
    }
}
