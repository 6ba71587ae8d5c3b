package org.vidimus.policy.sieve.delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.MimeUtil;
import org.vidimus.policy.base.Bytes;

/// Writes a message that a machine sends ([RFC 5322](https://www.rfc-editor.org/rfc/rfc5322), [RFC 3834
/// §3](https://www.rfc-editor.org/rfc/rfc3834#section-3)), field after field and then the body. No text can add a
/// field: line ends in it are spaces.
///
/// Confined to one thread.
final class Composer {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    // RFC 5322 §2.1.1.
    private static final int LONGEST_LINE = 998;
    private static final int LONGEST_TEXT = 2_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// A field whose value is ours, or was checked.
    Composer field(String name, String value) {
        String line = name + ": " + oneLine(value);
        put(isAscii(line) ? MimeUtil.fold(line, 0) : line);
        put("\r\n");
        return this;
    }

    /// A field of any text, encoded where it is not ASCII ([RFC
    /// 2047](https://www.rfc-editor.org/rfc/rfc2047)).
    Composer text(String name, String text) {
        String line = oneLine(text);
        String cut = line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT);
        return field(name, EncoderUtil.encodeIfNecessary(cut, EncoderUtil.Usage.TEXT_TOKEN, name.length() + 2));
    }

    /// Date and Message-ID.
    Composer identity(ZonedDateTime time, String host, RandomGenerator random) {
        String id = HexFormat.of().toHexDigits(time.toEpochSecond()) + "."
                + HexFormat.of().toHexDigits(random.nextLong());
        return field("Date", DATE.format(time)).field("Message-ID", "<" + id + "@" + host + ">");
    }

    /// The fields and the body of a text part.
    Composer plain(String text) {
        String lines = withCrlf(text);
        field("Content-Type", "text/plain; charset=utf-8");
        if (isAscii(lines) && lines.lines().allMatch(line -> line.length() <= LONGEST_LINE)) {
            return field("Content-Transfer-Encoding", "7bit").raw("\r\n").raw(lines);
        }
        return field("Content-Transfer-Encoding", "quoted-printable")
                .raw("\r\n")
                .raw(quotedPrintable(lines));
    }

    /// Octets as they are.
    Composer raw(String octets) {
        put(octets);
        return this;
    }

    /// Octets as they are.
    Composer raw(Bytes octets) {
        out.writeBytes(octets.toArray());
        return this;
    }

    Bytes message() {
        return Bytes.of(out.toByteArray());
    }

    private void put(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > 0 && c < 0x80);
    }

    static String withCrlf(String text) {
        return String.join("\r\n", text.split("\r\n|\r|\n", -1));
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(c < ' ' || c == 0x7F ? ' ' : (char) c));
        return line.toString().strip();
    }

    private static String quotedPrintable(String text) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try {
            EncoderUtil.encodeQ(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), encoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoded.toString(StandardCharsets.US_ASCII);
    }
}
