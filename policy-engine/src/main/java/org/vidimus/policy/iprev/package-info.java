/// The "iprev" method ([RFC 8601 §3](https://www.rfc-editor.org/rfc/rfc8601#section-3)): do the client's address and
/// its name
/// in the DNS confirm each other?
package org.vidimus.policy.iprev;
