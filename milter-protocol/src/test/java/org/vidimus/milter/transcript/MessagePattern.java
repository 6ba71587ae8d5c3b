package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A message as header fields in order and a body.
///
/// @param fields `Name:value` with the value's octets as they stand, folds (CRLF and white space) included; in a
///     pattern a value of `*` (after an optional space) stands for any value
/// @param body the octets after the empty line
public record MessagePattern(List<String> fields, String body) {
    public MessagePattern {
        fields = List.copyOf(fields);
    }

    /// Splits a message at CRLF. Without an empty line there is no body.
    public static MessagePattern split(String content) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at < content.length()) {
            int end = content.indexOf("\r\n", at);
            int next = end < 0 ? content.length() : end + 2;
            String line = content.substring(at, end < 0 ? content.length() : end);
            if (line.isEmpty()) {
                return new MessagePattern(fields, content.substring(next));
            }
            boolean continues = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (continues && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.getLast() + "\r\n" + line);
            } else {
                fields.add(line);
            }
            at = next;
        }
        return new MessagePattern(fields, "");
    }

    /// The differences of a delivered message from this pattern, as lines; none when it fits.
    public List<String> differences(MessagePattern delivered) {
        List<String> found = new ArrayList<>();
        int count = Math.max(fields.size(), delivered.fields.size());
        for (int i = 0; i < count; i++) {
            String expected = i < fields.size() ? fields.get(i) : "(end of header)";
            String actual = i < delivered.fields.size() ? delivered.fields.get(i) : "(end of header)";
            if (!fieldFits(expected, actual)) {
                found.add("field " + i + ": expected <" + shorten(expected) + "> but delivered <" + shorten(actual)
                        + ">");
            }
        }
        if (!body.equals("*\r\n") && !body.equals(delivered.body)) {
            found.add("body: expected " + Octets.summary(body) + " but delivered " + Octets.summary(delivered.body));
        }
        return found;
    }

    private static boolean fieldFits(String expected, String actual) {
        int colon = expected.indexOf(':');
        if (colon > 0 && expected.substring(colon + 1).strip().equals("*")) {
            String name = expected.substring(0, colon + 1).toLowerCase(Locale.ROOT);
            return actual.toLowerCase(Locale.ROOT).startsWith(name);
        }
        return expected.equals(actual);
    }

    private static String shorten(String field) {
        String text = Octets.encode(field);
        return text.length() <= 300 ? text : text.substring(0, 300) + "... (" + field.length() + ")";
    }
}
