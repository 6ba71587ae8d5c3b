package org.vidimus.policy.sieve.delivery;

import org.vidimus.policy.base.Bytes;

/// A message to be sent with the null sender.
///
/// Immutable.
///
/// @param to the address of the envelope
/// @param octets all of it, lines with CRLF
/// @param international whether it needs SMTPUTF8 ([RFC 6531](https://www.rfc-editor.org/rfc/rfc6531))
public record Outgoing(String to, Bytes octets, boolean international) {}
