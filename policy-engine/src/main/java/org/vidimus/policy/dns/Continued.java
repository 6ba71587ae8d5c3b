package org.vidimus.policy.dns;

import org.xbill.DNS.Name;

/// The name asked about is an alias, and the server does not say what stands at its end. Immutable.
///
/// @param target the name to ask about next
/// @param aliases how many aliases led there, at least 1
/// @param ttl the least TTL of the aliases in seconds
/// @param authentic whether they are vouched for
record Continued(Name target, int aliases, long ttl, boolean authentic) implements Reply.Final {}
