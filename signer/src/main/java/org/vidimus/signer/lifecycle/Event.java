package org.vidimus.signer.lifecycle;

import java.util.Optional;
import org.vidimus.policy.dns.DomainName;

/// Something that happened in the life of a key, or did not. Immutable.
///
/// @param domain whose key
/// @param selector which; empty if it is about the domain
/// @param kind what it means for whoever reads it
/// @param what a clause of printable ASCII without a full stop
/// @param record what has to stand in the DNS now, where this is about that
public record Event(
        DomainName domain, Optional<DomainName> selector, Kind kind, String what, Optional<KeyRecord> record) {
    /// What an event means for whoever reads it.
    public enum Kind {
        /// It is done.
        DONE("done"),
        /// It comes by itself, later.
        WAIT("wait"),
        /// A person has to do it.
        TODO("todo"),
        /// It did not work; it is tried again the next time.
        FAILED("failed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// The word for people and programs.
        public String word() {
            return word;
        }
    }

    static Event of(DomainName domain, ManagedKey key, Kind kind, String what) {
        return new Event(domain, Optional.of(key.selector()), kind, what, Optional.empty());
    }

    static Event of(DomainName domain, Kind kind, String what) {
        return new Event(domain, Optional.empty(), kind, what, Optional.empty());
    }

    Event with(KeyRecord record) {
        return new Event(domain, selector, kind, what, Optional.of(record));
    }
}
