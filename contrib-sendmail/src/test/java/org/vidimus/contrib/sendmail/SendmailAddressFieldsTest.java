package org.vidimus.contrib.sendmail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;
import org.vidimus.policy.Spec;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.signer.dkim.HeaderSelection;
import org.vidimus.signer.dkim.SendmailHeader;

/// What the real Sendmail makes of address fields when it delivers, against what we expect of it before we sign.
@Tag("mta")
class SendmailAddressFieldsTest {
    private static final List<String> NAMES = List.of("To", "Cc", "Reply-To", "Sender");
    private static final int MESSAGES = 80;
    private static final int LONGEST_LINE = 900;

    private final Random random = new Random(20261124);

    @Test
    @Spec({"DKS-2", "DKS-12"})
    void fieldsThatAreSignedKeepTheirRelaxedForm() throws Exception {
        Map<String, List<String>> sent = new HashMap<>();
        try (SmtpSink sink = new SmtpSink();
                RealMta mta = SendmailMta.start(relayingTo(sink));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            for (int i = 0; i < MESSAGES; i++) {
                List<String> values =
                        Stream.generate(this::value).limit(NAMES.size()).toList();
                sent.put("number " + i, values);
                String fields = IntStream.range(0, NAMES.size())
                        .mapToObj(n -> NAMES.get(n) + ":" + values.get(n) + "\r\n")
                        .collect(Collectors.joining());
                String message = "From: a@example.com\r\nSubject: number " + i + "\r\n" + fields + "\r\nbody\r\n";
                assertEquals(
                        250,
                        client.mail("a@example.com", message, "b@example.org").code());
            }
            int kept = 0;
            int changed = 0;
            for (Delivery delivery : sink.await(MESSAGES)) {
                Map<String, String> header = header(delivery);
                List<String> values =
                        sent.getOrDefault(header.getOrDefault("Subject", "").strip(), List.of());
                assertEquals(NAMES.size(), values.size(), delivery::text);
                for (int n = 0; n < NAMES.size(); n++) {
                    String before = relaxed(values.get(n));
                    String after = relaxed(header.getOrDefault(NAMES.get(n), ""));
                    if (isSigned(values.get(n))) {
                        assertEquals(before, after);
                        kept++;
                    } else if (!before.equals(after)) {
                        changed++;
                    }
                }
            }
            // Neither kind is there by accident.
            assertTrue(kept > 100 && changed > 40, kept + " kept, " + changed + " changed");
        }
    }

    private static boolean isSigned(String value) {
        HeaderBlock header = HeaderBlock.of(List.of(HeaderField.of("To", value)));
        return SendmailHeader.settled(HeaderSelection.DEFAULT, header).signed().contains("to");
    }

    private static Map<String, String> header(Delivery delivery) {
        Map<String, String> fields = new HashMap<>();
        for (String field : delivery.text().split("\r\n\r\n", 2)[0].split("\r\n(?![ \t])")) {
            fields.put(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 1));
        }
        return fields;
    }

    private static String relaxed(String value) {
        return value.replace("\r\n", "").replaceAll("[ \t]+", " ").strip();
    }

    private String value() {
        List<String> mailboxes = new ArrayList<>();
        for (int count = 1 + random.nextInt(1 + random.nextInt(8)); count > 0; count--) {
            mailboxes.add(mailbox());
        }
        boolean odd = random.nextInt(8) == 0;
        String value = " " + String.join(odd ? one(",", " ,", ",, ", " , ") : ", ", mailboxes);
        StringBuilder folded = new StringBuilder();
        value.chars()
                .forEach(c -> folded.append(c == ' ' ? one(" ", " ", " ", "\r\n ", "\r\n\t", "  ", "\t") : (char) c));
        // No line of blanks alone, which would be no fold but the end of the header to some.
        String text = folded.toString().replaceAll("\r\n[ \t]*(?=\r\n)", "");
        return text.lines().allMatch(line -> line.length() < LONGEST_LINE) ? text : value();
    }

    private String mailbox() {
        String address = random.nextInt(12) == 0
                ? one("b", "b @example.org", "b@example.org.", "b@localhost", "b@[127.0.0.1]", "list:;")
                : local() + "@"
                        + one(
                                "example.org",
                                "Example.NET",
                                "mx.example.com",
                                "a-b.example",
                                "1.2",
                                "x".repeat(60) + ".y");
        String name = switch (random.nextInt(8)) {
            case 0, 1 -> "";
            case 2, 3 -> quoted();
            case 4 -> words() + one(". ", "' ", " \"x\" ", " (x) ") + words();
            default -> words();
        };
        String comment = random.nextInt(5) == 0
                ? one(" ", "  ", "") + "(" + some(9, "a", "b", " ", ",", "<", "@", "'", ".") + ")"
                : "";
        return (name.isEmpty() && random.nextBoolean() ? address : name + one(" ", " ", "  ", "") + "<" + address + ">")
                + comment;
    }

    private String local() {
        Supplier<String> atom = () -> some(
                8, "a", "b", "Z", "0", "#", "$", "&", "'", "*", "+", "/", "=", "?", "^", "_", "`", "{", "|", "}", "~",
                "-");
        return random.nextInt(3) == 0 ? atom.get() + "." + atom.get() : atom.get();
    }

    private String words() {
        return Stream.generate(() -> some(
                        10,
                        "a",
                        "B",
                        "1",
                        "!",
                        "#",
                        "$",
                        "%",
                        "&",
                        "*",
                        "+",
                        "/",
                        "=",
                        "?",
                        "^",
                        "_",
                        "`",
                        "{",
                        "|",
                        "}",
                        "~",
                        "-",
                        "\u00c3\u00b6",
                        "\u00e2\u0080\u0099",
                        "\u00c2\u0081"))
                .limit(1 + random.nextInt(4))
                .collect(Collectors.joining(" "));
    }

    private String quoted() {
        return "\""
                + some(
                        20,
                        "a",
                        "B",
                        " ",
                        ",",
                        ".",
                        "@",
                        "<",
                        ">",
                        "(",
                        ")",
                        "\\\"",
                        "\\\\",
                        ";",
                        ":",
                        "'",
                        "\u00c3\u00a9")
                + "\"";
    }

    /// One to `most` of these.
    private String some(int most, String... parts) {
        return Stream.generate(() -> one(parts)).limit(1 + random.nextInt(most)).collect(Collectors.joining());
    }

    private String one(String... parts) {
        return parts[random.nextInt(parts.length)];
    }
}
