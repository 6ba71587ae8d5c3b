package org.vidimus.milter.transcript;

/// What a reply must look like: a code or the beginning of one, then optionally a pattern for its text.
///
/// @param code prefix of the code: "2", "550", "closed"
/// @param text pattern with `*`, lines joined by a newline; "*" for any
public record ReplyPattern(String code, String text) {
    /// Success, or go on.
    public static final ReplyPattern POSITIVE = new ReplyPattern("+", "*");

    /// Reads `CODE [TEXT]`.
    static ReplyPattern parse(String line) {
        int space = line.indexOf(' ');
        return space < 0
                ? new ReplyPattern(line, "*")
                : new ReplyPattern(line.substring(0, space), Octets.decode(line.substring(space + 1)));
    }

    public boolean accepts(Reply reply) {
        boolean codeFits = code.equals("+")
                ? reply.code().startsWith("2") || reply.code().startsWith("3")
                : reply.code().startsWith(code);
        return codeFits && Octets.matches(text, reply.text());
    }

    @Override
    public String toString() {
        return code + " " + Octets.encode(text);
    }
}
