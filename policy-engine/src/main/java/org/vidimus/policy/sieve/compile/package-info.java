/// From the tree of a script to what runs: which words there are and what they take, what a script requires, and
/// every mistake that can be seen before a message comes.
///
/// A bare § means [RFC 5228](https://www.rfc-editor.org/rfc/rfc5228) in this package.
package org.vidimus.policy.sieve.compile;
