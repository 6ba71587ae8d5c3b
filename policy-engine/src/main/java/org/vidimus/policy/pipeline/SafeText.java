package org.vidimus.policy.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.run.Action;

/// A script's words in a form in which an MTA takes them and nobody can mistake them for something else.
final class SafeText {
    /// What libmilter and Postfix take from a filter.
    private static final int LINES = 32;

    private static final int LINE_OCTETS = 900; // of 980, with room for codes

    private SafeText() {}

    /// The SMTP reply that a refusal is ([RFC 5429
    /// §2.1.1](https://www.rfc-editor.org/rfc/rfc5429#section-2.1.1): a text of several lines is a reply of
    /// several lines).
    ///
    /// @param international whether the client asked for internationalised mail, and so takes more than ASCII
    static Disposition.Refuse refusal(Action.Reject reject, boolean international) {
        List<String> lines = new ArrayList<>();
        for (String line : reject.reason().strip().split("\r\n|\r|\n", -1)) {
            if (lines.size() == LINES) {
                break;
            }
            lines.add(line(line, international));
        }
        String text = String.join("\n", lines);
        return new Disposition.Refuse(
                reject.code(), reject.status(), text.isBlank() ? "Message refused by local policy" : text);
    }

    private static String line(String text, boolean international) {
        StringBuilder line = new StringBuilder();
        int octets = 0;
        for (int c : text.codePoints().toArray()) {
            boolean plain = c >= ' ' && c < 0x7f;
            boolean letter = international && c > 0x9f && !Character.isSurrogate((char) Math.min(c, 0xffff));
            int shown = plain || letter ? c : c == '\t' ? ' ' : '?';
            octets += Character.toString(shown).getBytes(StandardCharsets.UTF_8).length;
            if (octets > LINE_OCTETS) {
                break;
            }
            line.appendCodePoint(shown);
        }
        return line.toString();
    }

    /// A field with nothing in its value that could pass for the end of it: no NUL, no line end but before
    /// white space, and that as milters want it.
    static HeaderField field(HeaderField field) {
        String value =
                field.value().latin1().replace("\r\n", "\n").replace('\r', ' ').replace('\0', ' ');
        StringBuilder safe = new StringBuilder(value.length() + 1);
        if (value.isEmpty() || value.charAt(0) != ' ' && value.charAt(0) != '\t') {
            safe.append(' ');
        }
        for (int i = 0; i < value.length(); i++) {
            boolean fold = i + 1 < value.length() && (value.charAt(i + 1) == ' ' || value.charAt(i + 1) == '\t');
            safe.append(value.charAt(i) == '\n' && !fold ? ' ' : value.charAt(i));
        }
        return new HeaderField(field.name(), Bytes.of(safe.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }
}
