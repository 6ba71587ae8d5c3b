package org.vidimus.policy.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.run.Action;

/// A script's words in a form in which an MTA takes them and nobody can mistake them for something else.
final class SafeText {
    /// What libmilter and Postfix take from a filter.
    private static final int LINES = 32;

    private static final int LINE_OCTETS = 900; // of 980, with room for codes
    private static final Pattern CODES =
            Pattern.compile("(?:([45][0-9]{2})[ ]+)?(?:([45])\\.([0-9]{1,3})\\.([0-9]{1,3})[ ]+)?(.*)", Pattern.DOTALL);

    private SafeText() {}

    /// The reply code of a refusal: that of the command, unless its text begins with one.
    static int code(Action.Reject reject) {
        return codes(reject).code();
    }

    private record Codes(int code, String status, String text) {}

    /// A text that begins with a reply code, an enhanced status code or both gives the reply these:
    /// `ereject "451 4.7.1 Come back later";`.
    ///
    /// Interpretation: [RFC 5429 §2.1](https://www.rfc-editor.org/rfc/rfc5429#section-2.1) has the text for
    /// the client and leaves the codes to the implementation; whoever writes codes at its beginning means
    /// them. Where the two disagree the enhanced code is left out of account.
    private static Codes codes(Action.Reject reject) {
        Matcher matcher = CODES.matcher(reject.reason().strip());
        if (!matcher.matches() || matcher.group(1) == null && matcher.group(2) == null) {
            return new Codes(reject.code(), reject.status(), reject.reason().strip());
        }
        String given = matcher.group(2) == null ? "" : matcher.group(2);
        int code = matcher.group(1) != null ? Integer.parseInt(matcher.group(1)) : given.equals("4") ? 451 : 550;
        String status = given.equals(String.valueOf(code / 100))
                ? given + "." + Integer.parseInt(matcher.group(3)) + "." + Integer.parseInt(matcher.group(4))
                : code / 100 + ".7.1";
        return new Codes(code, status, matcher.group(5).strip());
    }

    /// The SMTP reply that a refusal is ([RFC 5429
    /// §2.1.1](https://www.rfc-editor.org/rfc/rfc5429#section-2.1.1): a text of several lines is a reply of
    /// several lines).
    ///
    /// @param international whether the client asked for internationalised mail, and so takes more than ASCII
    static Disposition.Refuse refusal(Action.Reject reject, boolean international) {
        Codes codes = codes(reject);
        List<String> lines = new ArrayList<>();
        for (String line : codes.text().split("\r\n|\r|\n", -1)) {
            if (lines.size() == LINES) {
                break;
            }
            lines.add(line(line, international));
        }
        String text = String.join("\n", lines);
        return new Disposition.Refuse(
                codes.code(), codes.status(), text.isBlank() ? "Message refused by local policy" : text);
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
