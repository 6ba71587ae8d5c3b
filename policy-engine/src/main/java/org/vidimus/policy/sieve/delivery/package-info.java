/// What the actions of a script come to when a message is delivered to one recipient: mailboxes, copies to other
/// addresses, a refusal, an answer of somebody who is away ([RFC 5230](https://www.rfc-editor.org/rfc/rfc5230)).
///
/// Everything here is values: nothing is stored, sent or remembered. Whoever delivers does that. Messages that are
/// made here go out with the null sender, and none is made for a message that has it, so two of us cannot answer each
/// other ([RFC 3834](https://www.rfc-editor.org/rfc/rfc3834)).
package org.vidimus.policy.sieve.delivery;
