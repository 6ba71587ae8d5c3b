package org.vidimus.milter.wire;

/// A name and a value that the MTA sends ahead of a command.
///
/// @param name as on the wire: with braces unless it is one character long, `i` or `{daemon_name}`
/// @param value may be empty, as `{mail_addr}` is for the null sender
public record Macro(Bytes name, Bytes value) {
    /// A macro from text.
    public static Macro of(String name, String value) {
        return new Macro(Bytes.latin1(name), Bytes.utf8(value));
    }

    /// The name without braces, by which `i` and `{i}` are the same.
    public String plainName() {
        return plainName(name.latin1());
    }

    /// `name` without braces.
    public static String plainName(String name) {
        boolean braced = name.length() > 2 && name.startsWith("{") && name.endsWith("}");
        return braced ? name.substring(1, name.length() - 1) : name;
    }
}
