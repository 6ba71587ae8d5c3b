package org.vidimus.policy.message;

import java.util.List;
import org.vidimus.policy.dns.DomainName;

/// Whom a message says it is from, as far as DMARC cares: the domains in its From fields ([RFC 9989
/// §5.3.1](https://www.rfc-editor.org/rfc/rfc9989#section-5.3.1)).
///
/// All four cases reach policy: a From that cannot be read is not a From that needs no check. Immutable.
public sealed interface Author {
    /// Exactly one domain, in however many addresses.
    record Single(DomainName domain) implements Author {}

    /// Different domains, in one field or in several.
    ///
    /// @param domains at least two, each once, in the order of the fields
    record Several(List<DomainName> domains) implements Author {
        /// Copies the list.
        public Several {
            domains = List.copyOf(domains);
        }
    }

    /// No domain: no From field, an empty one, an empty group, or an address literal.
    ///
    /// @param why which, in words of ours
    record None(String why) implements Author {}

    /// A From field that is not a list of addresses, or that only some readers take for a From field.
    ///
    /// @param offset the octet of the field's value at which it went wrong
    /// @param why what was expected there, in words of ours
    record Unreadable(int offset, String why) implements Author {}

    /// The author of the message with this header.
    ///
    /// Where two readers could show different authors, the result is [Several] or [Unreadable], whichever of
    /// them follows the standard: most ways around DMARC were such a difference.
    static Author of(HeaderBlock header) {
        return new AuthorReader().read(header);
    }
}
