package org.vidimus.milter.transcript;

/// An SMTP reply as the client saw it.
///
/// @param code the three digits, or "closed" where the server hung up instead
/// @param text the lines without their code, joined by a newline
public record Reply(String code, String text) {
    /// The server closed the connection.
    public static final Reply CLOSED = new Reply("closed", "");

    @Override
    public String toString() {
        return code + " " + Octets.encode(text);
    }
}
