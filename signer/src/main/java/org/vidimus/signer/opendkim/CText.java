package org.vidimus.signer.opendkim;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Text as C and its library see it. All of it total, for any octets.
final class CText {
    private CText() {}

    /// The text up to the first NUL.
    static String string(String text) {
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    /// Without the white space of the C locale on both sides.
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && CharSet.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && CharSet.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /// With `A` to `Z` in lower case and nothing else changed, so that what `strcasecmp` calls equal is equal.
    static String lower(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c);
        }
        return out.toString();
    }

    /// The path that these octets name; empty if they name none on this system.
    static Optional<Path> path(String octets) {
        String name = new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /// The number that `strtol` with base 0 reads, if it reads all of the text, cut to an `int`: `010` is 8 and
    /// `0x10` is 16.
    static OptionalInt integer(String text) {
        int at = 0;
        while (at < text.length() && CharSet.isSpace(text.charAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        int base = 10;
        if (at < text.length() && text.charAt(at) == '0') {
            boolean hex = text.regionMatches(true, at, "0x", 0, 2)
                    && at + 2 < text.length()
                    && Character.digit(text.charAt(at + 2), 16) >= 0;
            base = hex ? 16 : 8;
            at += hex ? 2 : 0;
        }
        int digits = at;
        long value = 0;
        boolean over = false;
        for (; at < text.length() && digit(text.charAt(at), base) >= 0; at++) {
            long next = value * base + digit(text.charAt(at), base);
            over |= value > (Long.MAX_VALUE - 15) / base;
            value = over ? Long.MAX_VALUE : next;
        }
        if (at == digits || at < text.length()) {
            return OptionalInt.empty();
        }
        long signed = over && negative ? Long.MIN_VALUE : negative ? -value : value;
        return OptionalInt.of((int) signed);
    }

    private static int digit(char c, int base) {
        return c < 0x80 ? Character.digit(c, base) : -1;
    }

    /// For messages: printable ASCII as it is, all else as `\xHH`, and no more than 80 characters.
    static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < 80; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append(String.format("\\x%02x", (int) c & 0xFF));
            }
        }
        return out.length() < 80 ? out.toString() : out + "...";
    }
}
