package org.vidimus.milter.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a filter lets the MTA say to its client: a code, an enhanced code, lines of text.
///
/// The class of the code is the verdict: 4xx defers, 5xx refuses, and 421 also closes the session. The limits are
/// libmilter's; Postfix since August 2026 checks every line as strictly.
///
/// @param code 400 to 599
/// @param enhanced of the same class as the code
/// @param lines 1 to 32 lines of at most 980 octets of UTF-8 without control characters; one empty line is a reply
///     without text
public record SmtpReply(int code, Optional<EnhancedCode> enhanced, List<String> lines) {
    /// The most lines a reply may have (`MAXREPLIES` of libmilter).
    public static final int MAX_LINES = 32;

    /// The longest line, in octets (`MAXREPLYLEN` of libmilter).
    public static final int MAX_LINE = 980;

    /// Checks and copies.
    ///
    /// @throws IllegalArgumentException naming what is out of range
    public SmtpReply {
        lines = List.copyOf(lines);
        if (code < 400 || code > 599) {
            throw new IllegalArgumentException("reply code " + code + " is neither 4xx nor 5xx");
        }
        if (enhanced.isPresent() && enhanced.get().statusClass() != code / 100) {
            throw new IllegalArgumentException("enhanced code " + enhanced.get() + " in a reply with code " + code);
        }
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw new IllegalArgumentException(lines.size() + " reply lines, expected 1 to " + MAX_LINES);
        }
        for (String line : lines) {
            checkLine(line);
        }
    }

    private static void checkLine(String line) {
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_LINE) {
            throw new IllegalArgumentException("a reply line of " + length + " octets, expected at most " + MAX_LINE);
        }
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new IllegalArgumentException("a control character in the reply line " + Bytes.utf8(line));
        }
    }

    /// A reply of one line.
    public static SmtpReply of(int code, String enhanced, String text) {
        EnhancedCode parsed = EnhancedCode.parse(enhanced)
                .orElseThrow(() -> new IllegalArgumentException("\"" + enhanced + "\" is no enhanced code"));
        return new SmtpReply(code, Optional.of(parsed), List.of(text));
    }

    /// A reply of one line without an enhanced code.
    public static SmtpReply of(int code, String text) {
        return new SmtpReply(code, Optional.empty(), List.of(text));
    }

    /// Whether the client may try again: the code is 4xx.
    public boolean isTemporary() {
        return code < 500;
    }

    /// The reply as [Reply.ReplyCode] carries it. `%` is doubled: Sendmail expands the text like printf and, at a lone
    /// `%`, drops all of it; Postfix makes one of two.
    public Reply.ReplyCode toWire() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            text.append(code).append(last ? ' ' : '-');
            enhanced.ifPresent(status -> text.append(status).append(' '));
            text.append(lines.get(i).replace("%", "%%")).append(last ? "" : "\r\n");
        }
        return new Reply.ReplyCode(Bytes.utf8(text.toString()));
    }

    /// Reads [Reply.ReplyCode] as strictly as Postfix has since August 2026: every line has the same code, `-` or a
    /// space after it, and an enhanced code, if any, of its class. Never throws.
    public static Decoded<SmtpReply> parse(Bytes text) {
        // One char an octet until the lines are cut, so that octets that are not UTF-8 cannot hide a line end.
        String[] lines = text.latin1().split("\r?\n", -1);
        if (lines.length > MAX_LINES) {
            return new Decoded.Malformed<>("a reply of " + lines.length + " lines");
        }
        Optional<Integer> code = codeOf(lines[0]);
        if (code.isEmpty()) {
            return new Decoded.Malformed<>("a reply that begins with no 4xx or 5xx code: " + text);
        }
        List<String> texts = new ArrayList<>(lines.length);
        Optional<EnhancedCode> enhanced = Optional.empty();
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            String line = lines[i];
            boolean separated = line.length() > 3 && line.charAt(3) == (last ? ' ' : '-') || last && line.length() == 3;
            if (!codeOf(line).equals(code) || !separated) {
                return new Decoded.Malformed<>("reply line " + (i + 1) + " does not fit the first: " + text);
            }
            String rest = line.substring(Math.min(4, line.length()));
            Optional<EnhancedCode> status = EnhancedCode.parse(rest.split(" ", 2)[0]);
            if (status.isPresent() && status.get().statusClass() != code.get() / 100) {
                return new Decoded.Malformed<>("enhanced code " + status.get() + " in a reply with code " + code.get());
            }
            enhanced = i == 0 ? status : enhanced;
            // Where the first line has no enhanced code, what looks like one further down is text.
            if (status.isPresent() && enhanced.isPresent()) {
                int end = status.get().toString().length() + 1;
                rest = rest.substring(Math.min(rest.length(), end));
            }
            texts.add(Bytes.latin1(rest.replace("%%", "%")).utf8());
        }
        try {
            return new Decoded.Ok<>(new SmtpReply(code.get(), enhanced, texts));
        } catch (IllegalArgumentException e) {
            return new Decoded.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Integer> codeOf(String line) {
        // (?s), because to a regular expression octet 0x85, part of many a UTF-8 letter, is a line end.
        return line.matches("(?s)[45][0-9]{2}([^0-9].*|)")
                ? Optional.of(Integer.parseInt(line.substring(0, 3)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return code + enhanced.map(status -> " " + status).orElse("") + " " + String.join(" / ", lines);
    }
}
