package org.vidimus.signer.lifecycle;

import java.io.Serial;

/// Something about a key directory cannot be done: a file that is damaged or cannot be written, a step that the
/// state of a key does not allow, another process at work. Nothing was changed, unless the message says so.
public final class LifecycleException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    /// @param message what and why, in a sentence of printable ASCII without a full stop
    public LifecycleException(String message) {
        super(message);
    }

    /// @param message what and why, in a sentence of printable ASCII without a full stop
    public LifecycleException(String message, Throwable cause) {
        super(message, cause);
    }

    /// What and why.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
