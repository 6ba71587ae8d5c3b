package org.vidimus.signer.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import org.vidimus.policy.Fuzzing;

/// Messages that an MTA may hand over and that no reasonable program writes: odd folds, octets beyond ASCII, lines of
/// any length, repeated fields, many recipients, blanks in every place. The same ones for the same seed.
public final class Messages {
    private static final List<String> NAMES = List.of(
            "To",
            "CC",
            "subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Reply-To",
            "Resent-To",
            "Resent-To",
            "List-Unsubscribe",
            "list-unsubscribe-post",
            "References",
            "Received",
            "Received",
            "X-Trace",
            "Authentication-Results",
            "Sender");
    private static final int LONGEST = 990;

    private final RandomGenerator random;

    private Messages(RandomGenerator random) {
        this.random = random;
    }

    /// The message of this number, its lines ending in CRLF.
    public static byte[] generated(int number) {
        return new Messages(Fuzzing.random(number)).message().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String message() {
        StringBuilder message = new StringBuilder();
        int from = random.nextInt(6);
        for (int i = 0; i < 6; i++) {
            if (i == from) {
                field(message, "From", " author@example.com");
            }
            for (int n = random.nextInt(4); n > 0; n--) {
                field(message, NAMES.get(random.nextInt(NAMES.size())), "");
            }
        }
        if (random.nextInt(10) == 0) {
            recipients(message);
        }
        return message.append("\r\n") + body();
    }

    private void field(StringBuilder message, String name, String value) {
        // RFC 5322 §4.5: obsolete. An MTA trims it before a filter sees it; in a file it may stand there.
        String colon = random.nextInt(200) == 0 ? " :" : ":";
        message.append(name).append(colon).append(value);
        for (int n = random.nextInt(value.isEmpty() ? 1 : 0, 8); n > 0; n--) {
            message.append(pick(
                    " ",
                    "  ",
                    "\t",
                    "\r\n ",
                    "\r\n\t",
                    " \r\n \t",
                    "word",
                    "b=x",
                    ";",
                    "\u00E9",
                    "a b",
                    "h=from:to;",
                    "=?utf-8?q?=C3=BC?=",
                    "<a@example.org>,",
                    "d".repeat(random.nextInt(1, 900))));
        }
        // A field is not to end in a line of white space only, which some take for the end of the header.
        message.append(random.nextInt(4) == 0 ? " x \t" : " x").append("\r\n");
    }

    private void recipients(StringBuilder message) {
        message.append("To: first@example.org");
        for (int n = random.nextInt(1_000); n > 0; n--) {
            message.append(random.nextInt(3) == 0 ? ",\r\n\t" : ", ")
                    .append("r")
                    .append(n)
                    .append("@example.org");
        }
        message.append("\r\n");
    }

    private String body() {
        StringBuilder body = new StringBuilder();
        int lines = random.nextInt(5) == 0 ? 0 : random.nextInt(30);
        for (int n = lines; n > 0; n--) {
            line(body);
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            body.append(pick("\r\n", " \r\n", "\t \r\n"));
        }
        return body.toString();
    }

    private void line(StringBuilder body) {
        for (int n = random.nextInt(8); n > 0; n--) {
            body.append(pick(
                    " ",
                    "  ",
                    "\t",
                    "word",
                    "two words",
                    "\u00E9",
                    "\u00FF",
                    ".",
                    "From ",
                    "--",
                    "x".repeat(random.nextInt(LONGEST / 8))));
        }
        if (random.nextInt(20) == 0) {
            body.append(pick("y", " ", "z ").repeat(LONGEST / 2 - 8 * 20));
        }
        body.append("\r\n");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
