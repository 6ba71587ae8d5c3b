package org.vidimus.policy.dns;

/// The record types that are asked for.
public enum RecordType {
    /// An IPv4 address ([RFC 1035 §3.4.1](https://www.rfc-editor.org/rfc/rfc1035#section-3.4.1)).
    A(1),
    /// A pointer from an address back to a name (RFC 1035 §3.3.12).
    PTR(12),
    /// A host that takes mail for a domain (RFC 1035 §3.3.9).
    MX(15),
    /// Text, as SPF, DKIM and DMARC publish (RFC 1035 §3.3.14).
    TXT(16),
    /// An IPv6 address ([RFC 3596 §2.1](https://www.rfc-editor.org/rfc/rfc3596#section-2.1)).
    AAAA(28);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /// The number of the type on the wire.
    public int code() {
        return code;
    }
}
