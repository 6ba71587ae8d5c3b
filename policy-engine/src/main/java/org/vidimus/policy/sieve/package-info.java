/// Sieve ([RFC 5228](https://www.rfc-editor.org/rfc/rfc5228)), the language for what to do with mail.
///
/// A script is compiled once, with every mistake that can be seen named by line and column, and then run on
/// messages. It does nothing by itself: it says what it wants done, as values.
package org.vidimus.policy.sieve;
