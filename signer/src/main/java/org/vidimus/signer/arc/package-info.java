/// ARC sets, made ([RFC 8617 §5.1](https://www.rfc-editor.org/rfc/rfc8617#section-5.1)): a forwarder writes
/// down what it found when a message came in, and seals that together with what those before it sealed, so
/// that whoever gets the message after it changed on the way can see how it began.
///
/// The RFC is on its way to Historic. Sealing is done only where it is asked for.
///
/// A bare § means RFC 8617.
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.arc;
