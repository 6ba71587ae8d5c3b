package org.vidimus.signer.key;

import org.vidimus.policy.base.Bytes;

/// The octets of a key of Ed25519.
///
/// @param seed 32 octets
/// @param publicKey the public half that stands beside it; empty if none does
record Ed25519Material(Bytes seed, Bytes publicKey) implements KeyMaterial {
    @Override
    public String toString() {
        return "Ed25519";
    }
}
