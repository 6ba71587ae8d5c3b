/// ARC ([RFC 8617](https://www.rfc-editor.org/rfc/rfc8617)): what a forwarder saw, for those whose DKIM and
/// SPF checks the forwarding breaks. Here chains are validated.
///
/// A forwarder that changes a message adds a set of three fields of one number: what it found
/// (ARC-Authentication-Results), a signature of the message as it leaves (ARC-Message-Signature, as DKIM
/// signs), and a seal over all sets so far (ARC-Seal). A chain is good if the newest message signature and
/// every seal verify. It then says what each sealer claims; whether a sealer is to be believed it does not
/// say, so a chain alone is worth nothing ([org.vidimus.policy.arc.ArcResult#vouchesFor] asks whom we trust).
/// The IETF is about to make ARC historic; it is validated because large forwarders go on adding it.
///
/// A bare § in this package means RFC 8617.
package org.vidimus.policy.arc;
