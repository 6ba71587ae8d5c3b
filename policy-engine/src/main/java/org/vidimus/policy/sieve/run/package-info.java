/// What a compiled script works on and with: the message, the run and its limits, comparators, actions.
///
/// A bare § means [RFC 5228](https://www.rfc-editor.org/rfc/rfc5228) in this package.
package org.vidimus.policy.sieve.run;
