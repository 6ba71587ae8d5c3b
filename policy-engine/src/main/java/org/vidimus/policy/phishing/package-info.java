/// Facts worth watching for phishing: what a message does that mail which impersonates somebody does too.
///
/// Nothing here is a score and nothing decides. A fact says what was seen, where, and next to what it was put, so
/// that a script, an administrator or a reader can weigh it; each of them is also seen in honest mail now and then,
/// which `docs/phishing.md` tells for each.
///
/// The administrator names the domains and the people that are worth impersonating
/// ([org.vidimus.policy.phishing.Protected]). A domain that looks like one of them is compared in ways that people
/// are deceived in: characters that look alike ([UTS 39 §4](https://www.unicode.org/reports/tr39/)), digits for
/// letters, slips of the keyboard, another top-level domain, words added, the name as a part of somebody else's
/// ([org.vidimus.policy.phishing.DomainGuard]). Display names, which no signature vouches for, are compared with
/// those of protected people ([org.vidimus.policy.phishing.NameGuard]).
/// [org.vidimus.policy.phishing.PhishingCheck] puts everything about one message together.
///
/// Text is looked at as readers see it, decoded and with look-alikes folded together. That is right for finding what
/// deceives people, and wrong for anything that authenticates: nothing from here flows back into a verdict.
package org.vidimus.policy.phishing;
