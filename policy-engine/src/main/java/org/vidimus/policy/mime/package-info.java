/// MIME ([RFC 2045](https://www.rfc-editor.org/rfc/rfc2045), [RFC
/// 2046](https://www.rfc-editor.org/rfc/rfc2046)): a message taken apart into its parts, and the text in them.
///
/// The body of a message is one part, or a row of parts between boundaries, each with a header of its own, which
/// may again have parts or hold a whole message. All of it is the sender's, so there is no complaint about what
/// is malformed: what can be read is read, and what goes over a limit is left out and said so.
package org.vidimus.policy.mime;
