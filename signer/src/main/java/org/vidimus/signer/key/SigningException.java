package org.vidimus.signer.key;

import java.io.Serial;

/// A key could not sign: a device that is gone, a library that failed. The message in hand is put off or goes
/// out unsigned, as configured; never wrongly signed.
public final class SigningException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /// @param message which key and why, in printable ASCII
    public SigningException(String message, Throwable cause) {
        super(message, cause);
    }
}
