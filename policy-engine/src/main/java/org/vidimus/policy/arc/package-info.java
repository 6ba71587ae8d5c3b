/// ARC ([RFC 8617](https://www.rfc-editor.org/rfc/rfc8617)): each forwarder adds a set of three fields that says what
/// it saw
/// and seals the sets before it. Here chains are validated.
///
/// A bare § in this package means RFC 8617.
package org.vidimus.policy.arc;
