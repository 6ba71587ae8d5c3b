/// The words of Sieve: the base language ([RFC 5228](https://www.rfc-editor.org/rfc/rfc5228)) and its
/// extensions, a class for each.
///
/// A bare § means RFC 5228 in this package.
package org.vidimus.policy.sieve.words;
