package org.vidimus.policy.spf;

import java.util.Optional;
import java.util.OptionalInt;
import org.vidimus.policy.dns.DomainName;

/// Something that [SpfLint] has to say about a record.
///
/// Immutable.
///
/// @param kind what it is
/// @param domain whose record it is about
/// @param term the term it is about, as it stands in the record
/// @param offset the octet of the record at which it is
/// @param message the same in words of ours: printable ASCII
public record SpfFinding(Kind kind, DomainName domain, Optional<String> term, OptionalInt offset, String message) {

    /// How bad it is.
    public enum Severity {
        /// Receivers answer with an error, or there is nothing to evaluate.
        ERROR,
        /// The record probably does not do what its owner wants.
        WARNING,
        /// Good to know.
        NOTE
    }

    /// What there is to be said.
    public enum Kind {
        /// The DNS could not be asked: nobody knows what is there.
        UNAVAILABLE(Severity.ERROR),
        /// The domain has no record.
        NO_RECORD(Severity.ERROR),
        /// It has several, which is a permerror (§4.5).
        SEVERAL_RECORDS(Severity.ERROR),
        /// The record is not well formed, which is a permerror (§4.6).
        MISTAKE(Severity.ERROR),
        /// An `include` or `redirect` names a domain without a record, which is a permerror (§5.2, §6.1).
        NO_TARGET(Severity.ERROR),
        /// A record leads back to itself, which ends in a permerror.
        LOOP(Severity.ERROR),
        /// More terms ask the DNS than receivers evaluate (§4.6.4).
        TOO_MANY_TERMS(Severity.ERROR),
        /// More lookups find nothing than receivers put up with (§4.6.4).
        TOO_MANY_VOIDS(Severity.ERROR),
        /// An `mx` with more hosts than receivers look at (§4.6.4).
        TOO_MANY_HOSTS(Severity.ERROR),
        /// Everybody may send.
        PASSES_ALL(Severity.WARNING),
        /// The mechanism `ptr`, which is slow and unreliable (§5.5).
        USES_PTR(Severity.WARNING),
        /// A lookup that finds nothing.
        VOID_LOOKUP(Severity.WARNING),
        /// A term behind `all`, which is never reached (§5.1), or a `redirect` beside it (§6.1).
        UNREACHABLE(Severity.WARNING),
        /// The same term twice.
        DUPLICATE(Severity.WARNING),
        /// Neither `all` nor `redirect`: what is not listed is neutral (§4.7).
        NO_DEFAULT(Severity.WARNING),
        /// So long that answers may not fit into a UDP packet of the old size (§3.4).
        LONG(Severity.WARNING),
        /// A very large network.
        WIDE(Severity.WARNING),
        /// More records than are followed here.
        TOO_LARGE(Severity.WARNING),
        /// Depends on the message, so that it cannot be followed here.
        DEPENDS(Severity.NOTE),
        /// A modifier without meaning, perhaps misspelt.
        UNKNOWN_MODIFIER(Severity.NOTE);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        /// How bad it is.
        public Severity severity() {
            return severity;
        }
    }

    /// One line: `error: example.com, octet 12, a:%: expected ...`.
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append(
                switch (kind.severity()) {
                    case ERROR -> "error: ";
                    case WARNING -> "warning: ";
                    case NOTE -> "note: ";
                });
        line.append(domain);
        offset.ifPresent(octet -> line.append(", octet ").append(octet + 1));
        term.ifPresent(text -> line.append(", ").append(text));
        return line.append(": ").append(message).toString();
    }
}
