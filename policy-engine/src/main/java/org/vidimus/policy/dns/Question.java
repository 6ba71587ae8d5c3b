package org.vidimus.policy.dns;

/// A question to the DNS. Immutable.
///
/// @param name about which name
/// @param type which records
public record Question(DomainName name, RecordType type) {
    /// `TXT example.com`.
    @Override
    public String toString() {
        return type + " " + name;
    }
}
