/// Messages as octets.
///
/// An Internet message ([RFC 5322](https://www.rfc-editor.org/rfc/rfc5322)) is a block of header fields, a
/// blank line and a body. A field is a name, a colon and a value; a long value is folded, that is, broken
/// before white space, and the line break is not part of its meaning but is part of its octets. DKIM and ARC
/// sign those octets, so this package keeps them as they came ([org.vidimus.policy.base.Bytes],
/// [org.vidimus.policy.message.HeaderField]) and offers views (unfolded, as text) beside them; nothing is ever
/// put together again from its parsed form. Fields of one name are told apart by counting from the top
/// ([org.vidimus.policy.message.HeaderBlock]), which is how a milter names them to its MTA. Parsers return
/// [org.vidimus.policy.base.Parsed] and stay within [org.vidimus.policy.base.Budgets].
package org.vidimus.policy.message;
