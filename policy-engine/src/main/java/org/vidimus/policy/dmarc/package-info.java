/// DMARC ([RFC 9989](https://www.rfc-editor.org/rfc/rfc9989)): does an identifier that SPF or DKIM
/// authenticated belong to the domain
/// that the author's address names, and what would that domain have done with mail where none does?
///
/// A bare § in this package means RFC 9989.
package org.vidimus.policy.dmarc;
