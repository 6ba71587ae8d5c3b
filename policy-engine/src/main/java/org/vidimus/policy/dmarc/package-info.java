/// DMARC ([RFC 9989](https://www.rfc-editor.org/rfc/rfc9989)): does an identifier that SPF or DKIM authenticated
/// belong to the domain that the author's address names, and what would that domain have done with mail where
/// none does?
///
/// The domain publishes a policy record at `_dmarc` below itself, or leaves it to a domain above. The policy
/// record that applies and the *Organizational Domain*, which says what belongs together, are found by walking
/// up the DNS label by label ([org.vidimus.policy.dmarc.TreeWalk]); the first edition took them from a list of
/// public suffixes, which is still there as a mode. An identifier is *aligned* if its Organizational Domain is
/// the author's, or in strict mode if it is the author's domain; one aligned identifier is enough
/// ([org.vidimus.policy.dmarc.DmarcEvaluator]). What the DNS could not answer is kept apart from what it denied,
/// so that no outage ever becomes a policy.
///
/// [org.vidimus.policy.dmarc.DmarcLint] tells those who publish a record what receivers make of it. What was
/// decided where the RFC leaves a choice stands in `docs/dmarc.md`.
///
/// A bare § in this package means RFC 9989.
package org.vidimus.policy.dmarc;
