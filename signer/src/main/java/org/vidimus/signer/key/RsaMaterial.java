package org.vidimus.signer.key;

import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/// The numbers of a key of RSA.
record RsaMaterial(RSAPrivateKey parts) implements KeyMaterial {
    @Override
    public String toString() {
        return "RSA";
    }
}
