/// SPF, the Sender Policy Framework ([RFC 7208](https://www.rfc-editor.org/rfc/rfc7208)): a domain lists in
/// one TXT record the hosts that may send mail with it in HELO or MAIL FROM, and a receiver asks whether its
/// client is among them.
///
/// A bare § in this package means RFC 7208.
package org.vidimus.policy.spf;
