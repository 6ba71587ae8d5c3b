package org.vidimus.signer.key;

import java.io.Serial;

/// Ends the reading of a key. It never leaves this package, and carries no cause: a library's message may quote
/// the key.
final class KeyRefusedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final KeyFault fault;

    /// @param why what follows the name of the key and a colon
    KeyRefusedException(KeyFault fault, String why) {
        super(why, null, false, false);
        this.fault = fault;
    }

    static KeyRefusedException notAKey() {
        return new KeyRefusedException(KeyFault.NOT_A_KEY, "no private key in PEM, DER or base64");
    }

    KeyFault fault() {
        return fault;
    }

    KeyResult.Refused of(KeyReference reference) {
        return new KeyResult.Refused(fault, reference.name() + ": " + getMessage());
    }
}
