/// The text of a Sieve script and its tree ([RFC 5228 §2, §8](https://www.rfc-editor.org/rfc/rfc5228#section-8)):
/// commands, tests and arguments, each with its place in the file. What the words mean is not known here.
///
/// A bare § means RFC 5228 in this package.
package org.vidimus.policy.sieve.syntax;
