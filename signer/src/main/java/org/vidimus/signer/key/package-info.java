/// Private keys: read, made, checked and used, and never shown. Nothing outside this module touches one.
///
/// A bare § means [RFC 6376](https://www.rfc-editor.org/rfc/rfc6376).
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.key;
