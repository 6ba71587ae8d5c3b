/// The life of a key: made, published, used, replaced, revoked.
///
/// A key directory has a folder for each domain, and in it the private keys, one file each, and one file `state`
/// that says how far each key has come. A key is not used before its record was seen in the DNS by every resolver
/// that is asked, and its record stays until no signature of it can be on its way any more. What is to be done
/// next follows from the states, the times and the settings alone ([org.vidimus.signer.lifecycle.Rotation]); doing it
/// is for [org.vidimus.signer.lifecycle.KeyKeeper],
/// which may be stopped at any instant and begins again where it was.
///
/// A bare § means [RFC 6376](https://www.rfc-editor.org/rfc/rfc6376).
@org.jspecify.annotations.NullMarked
package org.vidimus.signer.lifecycle;
