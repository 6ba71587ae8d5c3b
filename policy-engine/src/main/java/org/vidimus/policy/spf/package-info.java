/// SPF, the Sender Policy Framework ([RFC 7208](https://www.rfc-editor.org/rfc/rfc7208)): a domain lists in
/// one TXT record the hosts that may send mail with it in HELO or MAIL FROM, and a receiver asks whether its
/// client is among them.
///
/// A record such as `v=spf1 ip4:192.0.2.0/24 include:_spf.example.net -all` is a list of terms. *Mechanisms*
/// are tried from left to right until one matches the client; the sign before it, its *qualifier*, is then
/// the result. What nothing matches is neutral. *Modifiers* change the rest: `redirect` goes on with another
/// domain's record, `exp` names an explanation for those who are turned away. Domains in terms may hold
/// *macros*, which stand for the sender, the client and so on.
///
/// The receiver does lookups that a stranger wrote down, so the limits are most of the protocol (§4.6.4): ten
/// terms that ask the DNS, two lookups that find nothing, ten names of an `mx` or of the client, twenty
/// seconds.
///
/// [org.vidimus.policy.spf.SpfChecker] is the way in; what it says, and how it came to it, is an
/// [org.vidimus.policy.spf.SpfResult]. [org.vidimus.policy.spf.SpfLint] examines a domain's record without a
/// message. What the text leaves open is listed in docs/spf-differences.md.
///
/// A bare § in this package means RFC 7208.
package org.vidimus.policy.spf;
