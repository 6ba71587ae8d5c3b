package org.vidimus.policy.sieve.syntax;

/// Reads the strings of a script (§2.4.2) and the comments that end with their line.
final class StringReaderAt {
    private final Source source;
    private final String text;

    /// A string.
    ///
    /// @param value its characters, with CRLF at the ends of lines
    /// @param end the offset behind it
    record Read(String value, int end) {}

    StringReaderAt(Source source) {
        this.source = source;
        this.text = source.text();
    }

    /// The offset of the line end that follows `from`, or the end of the text.
    int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /// The quoted string that begins at `start`. A backslash makes the next character count as itself, whatever
    /// it is.
    Read quoted(int start) throws MalformedScript {
        StringBuilder value = new StringBuilder();
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            put(value, at++);
        }
        if (at == text.length()) {
            throw new MalformedScript(source.positionAt(start), "this string does not end");
        }
        return new Read(value.toString(), at + 1);
    }

    /// The multi-line string whose `text:` begins at `start` and ends before `at`. It ends with a line of one
    /// dot; a line that begins with two loses one.
    Read multiLine(int start, int at) throws MalformedScript {
        int line = at;
        while (line < text.length() && (text.charAt(line) == ' ' || text.charAt(line) == '\t')) {
            line++;
        }
        int end = endOfLine(line);
        if (line < end && text.charAt(line) != '#' && !text.substring(line, end).equals("\r")) {
            throw new MalformedScript(source.positionAt(line), "the text begins on the line after 'text:'");
        }
        StringBuilder value = new StringBuilder();
        for (int next = end + 1; next < text.length(); next = endOfLine(next) + 1) {
            int stop = endOfLine(next);
            String content = withoutCarriageReturn(text.substring(next, stop));
            if (content.equals(".")) {
                return new Read(value.toString(), next + 1);
            }
            requireText(next, stop);
            value.append(content.startsWith("..") ? content.substring(1) : content)
                    .append("\r\n");
        }
        throw new MalformedScript(source.positionAt(start), "this text does not end with a line of a single dot");
    }

    private static String withoutCarriageReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private void requireText(int from, int to) throws MalformedScript {
        int zero = text.indexOf('\0', from);
        if (zero >= 0 && zero < to) {
            throw new MalformedScript(source.positionAt(zero), "NUL in a string");
        }
    }

    private void put(StringBuilder value, int at) throws MalformedScript {
        char c = text.charAt(at);
        if (c == '\0') {
            throw new MalformedScript(source.positionAt(at), "NUL in a string");
        }
        if (c == '\n' && (value.isEmpty() || value.charAt(value.length() - 1) != '\r')) {
            value.append('\r');
        }
        value.append(c);
    }
}
