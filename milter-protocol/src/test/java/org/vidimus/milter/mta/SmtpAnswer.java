package org.vidimus.milter.mta;

import java.util.List;

/// A server's answer to one command.
///
/// @param code the three digits
/// @param lines each line's text after the code and its separator, one char per octet
public record SmtpAnswer(int code, List<String> lines) {
    /// Copies the list.
    public SmtpAnswer {
        lines = List.copyOf(lines);
    }

    /// The lines, joined by LF.
    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return code + " " + text();
    }
}
