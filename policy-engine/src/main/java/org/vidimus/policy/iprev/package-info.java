/// The "iprev" method ([RFC 8601 §3](https://www.rfc-editor.org/rfc/rfc8601#section-3)): do the client's
/// address and its name in the DNS confirm each other?
///
/// The address is turned into a name under `in-addr.arpa` or `ip6.arpa`, the names found there are turned
/// back into addresses, and one of those has to be the address itself. Anybody can publish any name for an
/// address of theirs; only the owner of the name can confirm it.
package org.vidimus.policy.iprev;
