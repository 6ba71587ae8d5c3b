/// DKIM signatures, made ([RFC 6376 §5](https://www.rfc-editor.org/rfc/rfc6376#section-5)): which fields are
/// signed, how the field is written, and the signature over exactly what is written.
///
/// A bare § means RFC 6376.
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.dkim;
