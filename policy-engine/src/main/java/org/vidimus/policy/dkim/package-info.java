/// DKIM ([RFC 6376](https://www.rfc-editor.org/rfc/rfc6376)): a domain signs chosen header fields and the body
/// of a message, and publishes the key in the DNS. Here signatures are verified, and here are the
/// canonicalisations and hashes that whoever signs needs too.
///
/// A bare § in this package means RFC 6376.
package org.vidimus.policy.dkim;
