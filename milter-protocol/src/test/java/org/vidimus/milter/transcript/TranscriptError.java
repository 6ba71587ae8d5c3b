package org.vidimus.milter.transcript;

/// A transcript that cannot be read; the message names what and, once the parser has added it, where.
public final class TranscriptError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TranscriptError(String message) {
        super(message);
    }

    TranscriptError(String message, TranscriptError cause) {
        super(message, cause);
    }
}
