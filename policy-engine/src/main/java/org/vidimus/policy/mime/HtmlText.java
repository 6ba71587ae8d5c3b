package org.vidimus.policy.mime;

import java.util.Locale;
import java.util.Set;

/// The text that a reader of HTML sees, roughly.
///
/// Interpretation: [RFC 5173 §5.3](https://www.rfc-editor.org/rfc/rfc5173#section-5.3) leaves to us what becomes
/// of mark-up. Tags and comments are left out, `script` and `style` with what is in them; character references are
/// characters; white space is one space, and a line end where an element begins or ends that stands on lines of
/// its own. Style is not looked at, so text that is hidden by it is text here.
///
/// Each character is looked at a fixed number of times, and the text is never longer than the HTML.
///
/// Confined to one call.
public final class HtmlText {
    private static final Set<String> BLOCKS = Set.of(
            ("address article aside blockquote body br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5"
                            + " h6 head header hr html li main nav ol option p pre section table td th title tr ul")
                    .split(" "));
    private static final Set<String> UNSEEN = Set.of("script", "style");

    private final String html;
    private final StringBuilder out;
    private int at;

    private HtmlText(String html) {
        this.html = html;
        this.out = new StringBuilder(html.length() / 2);
    }

    /// The text in `html`, which may be anything.
    public static String of(String html) {
        HtmlText reader = new HtmlText(html);
        while (reader.at < html.length()) {
            reader.next();
        }
        return reader.out.toString();
    }

    private void next() {
        char c = html.charAt(at);
        if (c == '<' && at + 1 < html.length() && opensMarkup(html.charAt(at + 1))) {
            markup();
        } else if (c == '&') {
            at = CharacterReference.read(html, at, out);
        } else if (isSpace(c)) {
            separate(' ');
            at++;
        } else {
            out.append(c);
            at++;
        }
    }

    private static boolean opensMarkup(char c) {
        return c == '!' || c == '/' || c == '?' || isLetter(c);
    }

    private void markup() {
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
            return;
        }
        boolean closes = html.charAt(at + 1) == '/';
        int start = at + (closes ? 2 : 1);
        int end = start;
        while (end < html.length() && (isLetter(html.charAt(end)) || isDigit(html.charAt(end)))) {
            end++;
        }
        String name = end - start > 16 ? "" : html.substring(start, end).toLowerCase(Locale.ROOT);
        at = endOfTag(end);
        if (BLOCKS.contains(name)) {
            separate('\n');
        }
        if (!closes && UNSEEN.contains(name)) {
            at = endOfElement(name);
        }
    }

    /// Behind the `>` that ends the tag; one inside quotes does not.
    private int endOfTag(int from) {
        char quote = 0;
        for (int i = from; i < html.length(); i++) {
            char c = html.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '>') {
                return i + 1;
            } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
                quote = c;
            }
        }
        return html.length();
    }

    private int endOfElement(String name) {
        for (int i = html.indexOf("</", at); i >= 0; i = html.indexOf("</", i + 2)) {
            if (html.regionMatches(true, i + 2, name, 0, name.length())) {
                return i;
            }
        }
        return html.length();
    }

    /// A space, or a line end, which takes the place of a space before it.
    private void separate(char with) {
        int last = out.length() - 1;
        if (last < 0 || out.charAt(last) == '\n') {
            return;
        }
        if (out.charAt(last) != ' ') {
            out.append(with);
        } else if (with == '\n') {
            out.setCharAt(last, with);
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
