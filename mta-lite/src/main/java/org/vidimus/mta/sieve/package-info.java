/// Sieve at delivery: the scripts of users ([RFC 5228](https://www.rfc-editor.org/rfc/rfc5228)), where they lie, and
/// what is to be done with a message for one of them.
///
/// A user's script is a stranger's program. It is compiled and run within limits of its own
/// ([org.vidimus.policy.base.Budgets.Sieve#USER]), it acts on nobody else's mail, and a fault in it keeps the message.
package org.vidimus.mta.sieve;
