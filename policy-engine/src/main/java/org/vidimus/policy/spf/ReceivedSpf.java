package org.vidimus.policy.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.ReversePath;

/// The writer of the header field Received-SPF ([RFC 7208
/// §9.1](https://www.rfc-editor.org/rfc/rfc7208#section-9.1)), for receivers that want it besides
/// Authentication-Results. It belongs above every other field of the message.
///
/// Every string from outside passes through [#quote], which leaves printable ASCII of bounded length: nothing
/// in it can end the value, the line or the field.
public final class ReceivedSpf {
    private static final int WIDTH = 78; // RFC 5322 §2.1.1
    private static final int MAX_STRING = 400; // twice that, escaped, is still below the 998 of RFC 5322 §2.1.1
    private static final String CUT = "...";
    private static final String NAME = "Received-SPF";

    private ReceivedSpf() {}

    /// The field that says `result`, with its leading space, folded by line feed and tab.
    public static HeaderField format(SpfResult result, SpfQuery query) {
        List<String> words = new ArrayList<>();
        words.add(result.verdict().word());
        words.add("(" + escape(query.receiver() + ": " + SpfWords.comment(result.verdict()), "()\\") + ")");
        pair(words, "client-ip", ClientAddress.of(query.client()).readable());
        pair(words, "envelope-from", sender(query.mailFrom()));
        query.helo().ifPresent(helo -> pair(words, "helo", helo.utf8()));
        pair(words, "receiver", query.receiver());
        pair(words, "identity", result.identity().word());
        mechanism(result.verdict()).ifPresent(mechanism -> pair(words, "mechanism", mechanism));
        problem(result.verdict()).ifPresent(problem -> pair(words, "problem", problem));
        words.set(words.size() - 1, words.getLast().substring(0, words.getLast().length() - 1)); // no last semicolon
        return HeaderField.of(NAME, fold(words));
    }

    private static void pair(List<String> words, String key, String value) {
        words.add(key + "=" + (isDotAtom(value) ? value : quote(value)) + ";");
    }

    private static String sender(ReversePath mailFrom) {
        return switch (mailFrom) {
            case ReversePath.Null _ -> "<>";
            case ReversePath.Mailbox(var address) -> address.localPart().utf8() + "@" + address.domain();
            case ReversePath.Unusable(Bytes octets, String _) -> octets.utf8();
        };
    }

    /// RFC 7208 §9.1: the word `default` where nothing in the record matched.
    private static Optional<String> mechanism(SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.Pass(String mechanism) -> Optional.of(mechanism);
            case SpfVerdict.Fail(String mechanism, Optional<String> _) -> Optional.of(mechanism);
            case SpfVerdict.SoftFail(String mechanism) -> Optional.of(mechanism);
            case SpfVerdict.Neutral(Optional<String> mechanism) -> Optional.of(mechanism.orElse("default"));
            case SpfVerdict.None _, SpfVerdict.TempError _, SpfVerdict.PermError _ -> Optional.empty();
        };
    }

    private static Optional<String> problem(SpfVerdict verdict) {
        return switch (verdict) {
            case SpfVerdict.TempError(String problem) -> Optional.of(problem);
            case SpfVerdict.PermError(String problem) -> Optional.of(problem);
            case SpfVerdict.None _, SpfVerdict.Pass _, SpfVerdict.Fail _, SpfVerdict.SoftFail _, SpfVerdict.Neutral _ ->
                Optional.empty();
        };
    }

    /// RFC 5322 §3.2.3: atoms of these characters, with dots between.
    private static boolean isDotAtom(String text) {
        boolean atoms = !text.isEmpty() && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..");
        return atoms
                && text.length() <= MAX_STRING
                && text.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0);
    }

    private static String quote(String text) {
        return "\"" + escape(text, "\"\\") + "\"";
    }

    private static String escape(String text, String specials) {
        StringBuilder escaped = new StringBuilder(Math.min(text.length(), MAX_STRING) + 8);
        int written = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (written++ == MAX_STRING) {
                return escaped.append(CUT).toString();
            }
            char printable = Ascii.isPrintable(character) ? (char) character : '?';
            escaped.append(specials.indexOf(printable) >= 0 ? "\\" : "").append(printable);
        }
        return escaped.toString();
    }

    private static String fold(List<String> words) {
        StringBuilder text = new StringBuilder();
        int column = NAME.length() + 1;
        for (String word : words) {
            boolean fold = !text.isEmpty() && column + 1 + word.length() > WIDTH;
            text.append(fold ? "\n\t" : " ").append(word);
            column = (fold ? 0 : column) + 1 + word.length();
        }
        return text.toString();
    }
}
