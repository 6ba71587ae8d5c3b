package org.vidimus.policy.sieve.words;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.syntax.Position;

/// Characters by their numbers (§2.4.2.4): `${hex: 40}` are octets, `${unicode: 40}` are characters.
///
/// Interpretation: octets that stand next to each other and are UTF-8 together are those characters. Octets that
/// are not are kept apart from all characters: each becomes U+DC00 and its value, which occurs in no text, so a
/// mailbox or a field with them is refused, and no test takes them for something else.
final class EncodedCharacterExtension implements Extension {
    private static final String HEX = "${hex:";
    private static final String UNICODE = "${unicode:";
    private static final int NOT_TEXT = 0xDC00;

    @Override
    public String capability() {
        return "encoded-character";
    }

    @Override
    public String decoded(String literal, Position at, Compilation compilation) {
        return literal.contains("${") ? new Decoder(literal, at, compilation).decoded() : literal;
    }

    /// Confined to one call.
    private static final class Decoder {
        private final String literal;
        private final Position where;
        private final Compilation compilation;
        private final StringBuilder out = new StringBuilder();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private int at;

        Decoder(String literal, Position where, Compilation compilation) {
            this.literal = literal;
            this.where = where;
            this.compilation = compilation;
        }

        String decoded() {
            while (at < literal.length()) {
                if (!hex() && !unicode()) {
                    flush();
                    out.append(literal.charAt(at++));
                }
            }
            flush();
            return out.toString();
        }

        private boolean hex() {
            List<String> numbers = numbers(HEX, 2);
            numbers.forEach(number -> octets.write(Integer.parseInt(number, 16)));
            return !numbers.isEmpty();
        }

        private boolean unicode() {
            List<String> numbers = numbers(UNICODE, Integer.MAX_VALUE);
            if (!numbers.isEmpty()) {
                flush();
            }
            numbers.forEach(this::character);
            return !numbers.isEmpty();
        }

        private void character(String digits) {
            String significant = digits.replaceFirst("^0+(?=.)", "");
            int point = significant.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(significant, 16);
            if (point > Character.MAX_CODE_POINT
                    || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                compilation.error(where, "there is no character " + digits);
            } else {
                out.appendCodePoint(point);
            }
        }

        /// Moves behind a sequence that begins here, and gives its numbers; none, and nothing moved, if there is
        /// no sequence here.
        private List<String> numbers(String head, int digits) {
            if (!literal.regionMatches(true, at, head, 0, head.length())) {
                return List.of();
            }
            List<String> numbers = new ArrayList<>();
            int next = blank(at + head.length());
            int start = next;
            while (next < literal.length() && literal.charAt(next) != '}') {
                int end = next;
                while (end < literal.length() && Character.digit(literal.charAt(end), 16) >= 0 && isAscii(end)) {
                    end++;
                }
                boolean separate = next == start || next > 0 && isBlank(literal.charAt(next - 1));
                if (end == next || end - next > digits || !separate) {
                    return List.of();
                }
                numbers.add(literal.substring(next, end));
                next = blank(end);
            }
            if (next == literal.length() || numbers.isEmpty()) {
                return List.of();
            }
            at = next + 1;
            return numbers;
        }

        private boolean isAscii(int index) {
            return Ascii.isPrintable(literal.charAt(index));
        }

        private int blank(int from) {
            int next = from;
            while (next < literal.length() && isBlank(literal.charAt(next))) {
                next++;
            }
            return next;
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }

        private void flush() {
            byte[] run = octets.toByteArray();
            octets.reset();
            if (run.length == 0) {
                return;
            }
            try {
                out.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(run)));
            } catch (CharacterCodingException notUtf8) {
                for (byte octet : run) {
                    out.append(octet >= 0 ? (char) octet : (char) (NOT_TEXT + (octet & 0xFF)));
                }
            }
        }
    }
}
