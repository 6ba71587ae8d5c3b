package org.vidimus.milter.fuzz;

import java.io.ByteArrayOutputStream;

/// Writes the octets that [SessionFuzz] reads as a session.
final class SessionSeed {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean handles;

    SessionSeed(int shape, int options, int offer) {
        handles = shape < 2;
        out.write(shape);
        out.write(options);
        out.write(offer);
    }

    /// Commands whose handlers say go on.
    SessionSeed play(String script) {
        script.chars().forEach(code -> verdict((char) code, 0));
        return this;
    }

    /// A command whose handler gives a verdict.
    SessionSeed verdict(char code, int verdict) {
        unasked(String.valueOf(code));
        if (code == 'E') {
            out.write(verdict);
            // One edit: a field "Ab: cd" at index 0.
            out.writeBytes(new byte[] {1, 0, 0, 2, 'A', 'b', 2, 'c', 'd'});
        } else if (handles && "CHMRTLNBU".indexOf(code) >= 0) {
            out.write(verdict);
        }
        return this;
    }

    /// Commands for which no handler is asked.
    SessionSeed unasked(String script) {
        script.chars().forEach(code -> {
            out.write(SessionFuzz.COMMANDS.indexOf(code));
            if (code == 'E' || code == 'D') {
                out.write(code == 'D' ? 3 : 0); // the stage, or no last chunk
            }
        });
        return this;
    }

    byte[] octets() {
        return out.toByteArray();
    }
}
