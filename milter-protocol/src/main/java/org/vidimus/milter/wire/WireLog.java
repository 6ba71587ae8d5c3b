package org.vidimus.milter.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A recording of the wire as text, one frame a line, to be read by people and played back by tests:
///
/// ```
/// [1] len=20 H b'client.example.org\x00'
///    -> c b''
/// ```
///
/// The number is the connection's; `len` counts the command byte; replies are indented below the command they answer.
/// Payloads are quoted with `\\`, `\'`, `\n`, `\r`, `\t` and `\xNN`; a payload in double quotes is read too.
public final class WireLog {
    private static final Pattern COMMAND =
            Pattern.compile("\\[(\\d{1,9})] len=(\\d+) (.|0x[0-9a-f]{2}) b(?:'(.*)'|\"(.*)\")", Pattern.DOTALL);
    private static final Pattern REPLY =
            Pattern.compile("\\s+-> (.|0x[0-9a-f]{2}) b(?:'(.*)'|\"(.*)\")", Pattern.DOTALL);

    /// One line.
    public sealed interface Line {
        /// What was sent.
        Frame frame();
    }

    /// From the MTA.
    ///
    /// @param connection counted from 1
    /// @param frame what was sent
    public record FromMta(int connection, Frame frame) implements Line {}

    /// From the filter, on the connection of the line before.
    ///
    /// @param frame what was sent
    public record FromFilter(Frame frame) implements Line {}

    private WireLog() {}

    /// A line as text, without a line end.
    public static String format(Line line) {
        return switch (line) {
            case FromMta(int connection, Frame frame) ->
                "[%d] len=%d %s b'%s'"
                        .formatted(
                                connection, frame.payload().length() + 1, name(frame.code()), quote(frame.payload()));
            case FromFilter(Frame frame) -> "   -> %s b'%s'".formatted(name(frame.code()), quote(frame.payload()));
        };
    }

    /// Reads a recording. Lines that hold no frame are passed over, as are comments.
    public static List<Line> parse(List<String> text) {
        List<Line> lines = new ArrayList<>();
        for (String row : text) {
            parse(row).ifPresent(lines::add);
        }
        return lines;
    }

    private static Optional<Line> parse(String row) {
        Matcher command = COMMAND.matcher(row);
        if (command.matches()) {
            int connection = Integer.parseInt(command.group(1));
            return frame(command.group(3), command.group(4), command.group(5))
                    .map(frame -> new FromMta(connection, frame));
        }
        Matcher reply = REPLY.matcher(row);
        return reply.matches()
                ? frame(reply.group(1), reply.group(2), reply.group(3)).map(FromFilter::new)
                : Optional.empty();
    }

    private static String name(byte code) {
        return code > ' ' && code < 0x7f ? String.valueOf((char) code) : "0x%02x".formatted(code);
    }

    private static Optional<Frame> frame(String name, @Nullable String single, @Nullable String twice) {
        byte code = (byte) (name.length() == 1 ? name.charAt(0) : Integer.parseInt(name.substring(2), 16));
        return unquote(single != null ? single : String.valueOf(twice)).map(payload -> new Frame(code, payload));
    }

    private static String quote(Bytes octets) {
        return octets.toString().replace("'", "\\'");
    }

    /// Empty where an escape has no two hexadecimal digits.
    private static Optional<Bytes> unquote(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                octets.write(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> octets.write('\n');
                case 'r' -> octets.write('\r');
                case 't' -> octets.write('\t');
                case 'x' -> {
                    if (i + 2 >= text.length()
                            || !HexFormat.isHexDigit(text.charAt(i + 1))
                            || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                        return Optional.empty();
                    }
                    octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                    i += 2;
                }
                default -> octets.write(escaped);
            }
        }
        return Optional.of(Bytes.copyOf(octets.toByteArray()));
    }
}
