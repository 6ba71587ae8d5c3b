package org.vidimus.milter.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.wire.Bytes;

/// A message as it came: the header fields with their values byte for byte, and the body.
///
/// @param header the fields in order
/// @param body lines ending in CRLF, the last one too; empty when there is none
public record Message(List<Field> header, Bytes body) {
    /// Copies the list.
    public Message {
        header = List.copyOf(header);
    }

    /// One header field.
    ///
    /// @param name without the colon and without space before it, as both MTAs pass it on
    /// @param value all that follows the colon, with the space after it; folds as LF and white space, no line
    ///     end
    public record Field(Bytes name, Bytes value) {
        /// A field from text, with the usual space after the colon.
        public static Field of(String name, String value) {
            return new Field(Bytes.latin1(name), Bytes.latin1(" " + value));
        }

        boolean isNamed(Bytes other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /// Reads a message in the format of [RFC 5322](https://www.rfc-editor.org/rfc/rfc5322#section-2), lines
    /// ending in CRLF or LF. Any octets are a message: the header ends at the first line that is neither a
    /// field nor the continuation of one, and what is not an empty line there begins the body. A `From ` line
    /// of a mailbox file before the header is left out.
    public static Message parse(Bytes octets) {
        List<Field> header = new ArrayList<>();
        Optional<Unfinished> open = Optional.empty();
        int at = startsWith(octets, "From ") ? nextLine(octets, 0) : 0;
        while (at < octets.length()) {
            int next = nextLine(octets, at);
            Bytes line = withoutLineEnd(octets.slice(at, next));
            if (line.isEmpty()) {
                at = next;
                break;
            }
            if (isSpace(line.at(0)) && open.isPresent()) {
                open.get().fold(line);
            } else {
                Optional<Unfinished> begun = field(line);
                if (begun.isEmpty()) {
                    break;
                }
                open.ifPresent(field -> header.add(field.finish()));
                open = begun;
            }
            at = next;
        }
        open.ifPresent(field -> header.add(field.finish()));
        return new Message(header, body(octets.from(at)));
    }

    /// A field of which more lines may come.
    private record Unfinished(Bytes name, ByteArrayOutputStream value) {
        void fold(Bytes line) {
            value.write('\n');
            value.writeBytes(line.toArray());
        }

        Field finish() {
            return new Field(name, Bytes.copyOf(value.toByteArray()));
        }
    }

    private static Optional<Unfinished> field(Bytes line) {
        int colon = line.indexOf(':', 0);
        int end = colon;
        while (end > 0 && isSpace(line.at(end - 1))) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (line.at(i) <= ' ' || line.at(i) == 0x7f) {
                return Optional.empty();
            }
        }
        if (end <= 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(line.length());
        value.writeBytes(line.from(colon + 1).toArray());
        return Optional.of(new Unfinished(line.slice(0, end).compact(), value));
    }

    /// The body with CRLF at the end of every line.
    static Bytes body(Bytes octets) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(octets.length() + 64);
        for (int at = 0; at < octets.length(); ) {
            int next = nextLine(octets, at);
            body.writeBytes(withoutLineEnd(octets.slice(at, next)).toArray());
            body.write('\r');
            body.write('\n');
            at = next;
        }
        return Bytes.copyOf(body.toByteArray());
    }

    private static int nextLine(Bytes octets, int from) {
        int lf = octets.indexOf('\n', from);
        return lf < 0 ? octets.length() : lf + 1;
    }

    private static Bytes withoutLineEnd(Bytes line) {
        int end = line.length();
        if (end > 0 && line.at(end - 1) == '\n') {
            end--;
            if (end > 0 && line.at(end - 1) == '\r') {
                end--;
            }
        }
        return line.slice(0, end);
    }

    private static boolean startsWith(Bytes octets, String text) {
        return octets.length() >= text.length()
                && octets.slice(0, text.length()).equals(Bytes.latin1(text));
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
