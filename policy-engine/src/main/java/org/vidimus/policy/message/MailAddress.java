package org.vidimus.policy.message;

import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

/// A mail address: a local-part as octets, and a domain. Immutable.
///
/// @param localPart the local-part with quotes and quoted-pairs undone; its case counts, and it is not ASCII in
///     internationalised mail
/// @param domain the domain
public record MailAddress(Bytes localPart, DomainName domain) {}
