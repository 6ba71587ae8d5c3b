package org.vidimus.policy.authres;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;

/// The writer of [AuthenticationResultsHeader]. Every string from outside passes through [#clean(String)] and
/// then into quotes or parentheses: that is the one place where a sender's text could break out of its value.
final class AuthenticationResultsWriter {
    private static final int WIDTH = 78; // RFC 5322 §2.1.1
    private static final int MAX_STRING = 400; // twice that, escaped, is still below the 998 of RFC 5322 §2.1.1
    private static final String CUT = "...";

    private AuthenticationResultsWriter() {}

    /// The value, with its leading space.
    static Bytes write(AuthenticationResultsHeader header) {
        return write(AuthenticationResultsHeader.NAME, List.of(), header);
    }

    /// The value of a field that has words before the name of who speaks.
    static Bytes write(Bytes name, List<String> prefix, AuthenticationResultsHeader header) {
        List<List<String>> parts = new ArrayList<>();
        List<String> first = new ArrayList<>(prefix);
        first.add(head(header) + ";");
        parts.add(first);
        if (header.results().isEmpty()) {
            parts.add(List.of("none"));
        }
        for (int i = 0; i < header.results().size(); i++) {
            boolean last = i == header.results().size() - 1;
            parts.add(words(header.results().get(i), last ? "" : ";"));
        }
        return Bytes.utf8(fold(name.length() + 1, parts));
    }

    private static String head(AuthenticationResultsHeader header) {
        String id = value(header.authservId());
        return header.version() == AuthenticationResultsHeader.VERSION ? id : id + " " + header.version();
    }

    /// The words of one resinfo; a fold may stand between any two.
    private static List<String> words(ResultInfo info, String end) {
        List<String> words = new ArrayList<>();
        String version = info.methodVersion() == 1 ? "" : "/" + info.methodVersion();
        words.add(info.method() + version + "=" + info.result());
        info.comment().ifPresent(text -> words.add(comment(text)));
        info.reason().ifPresent(text -> words.add("reason=" + value(text)));
        for (ResultInfo.Property property : info.properties()) {
            words.add(property.ptype() + "." + property.name() + "=" + propertyValue(property.value()));
            property.comment().ifPresent(text -> words.add(comment(text)));
        }
        words.set(words.size() - 1, words.getLast() + end);
        return words;
    }

    /// One line if it fits, otherwise each part on lines of its own.
    private static String fold(int nameWidth, List<List<String>> parts) {
        String line =
                " " + String.join(" ", parts.stream().flatMap(List::stream).toList());
        if (nameWidth + line.length() <= WIDTH) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length() + 16);
        int column = nameWidth;
        for (List<String> part : parts) {
            boolean newLine = !text.isEmpty();
            for (String word : part) {
                if (newLine || column + 1 + word.length() > WIDTH) {
                    text.append("\n\t");
                    column = 1;
                } else {
                    text.append(' ');
                    column++;
                }
                text.append(word);
                column += word.length();
                newLine = false;
            }
        }
        return text.toString();
    }

    /// A MIME value: a token as it is, anything else as a quoted-string.
    private static String value(String text) {
        String clean = clean(text);
        return isToken(clean) ? clean : "\"" + escape(clean, "\"\\") + "\"";
    }

    /// The same, and `[local-part]@domain` without quotes, which a property's value may be.
    private static String propertyValue(String text) {
        String clean = clean(text);
        int at = clean.indexOf('@');
        boolean address = at >= 0 && (at == 0 || isToken(clean.substring(0, at))) && isToken(clean.substring(at + 1));
        return address ? clean : value(text);
    }

    private static String comment(String text) {
        return "(" + escape(clean(text), "()\\") + ")";
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Ascii::isToken);
    }

    private static String escape(String text, String specials) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.chars().forEach(c -> {
            if (specials.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }

    /// The sanitising point: printable ASCII of bounded length, whatever came in. CR, LF and NUL end header
    /// fields for some reader or other, and octets above 126 are not allowed outside internationalised mail.
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), MAX_STRING));
        for (int i = 0; i < text.length() && clean.length() <= MAX_STRING; ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            clean.append(Ascii.isPrintable(character) ? (char) character : '?');
        }
        if (clean.length() > MAX_STRING) {
            clean.setLength(MAX_STRING - CUT.length());
            clean.append(CUT);
        }
        return clean.toString();
    }
}
