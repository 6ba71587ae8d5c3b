package org.vidimus.signer.key;

/// What a file says that a private key is, before anything is checked. It never shows.
sealed interface KeyMaterial permits RsaMaterial, Ed25519Material {}
