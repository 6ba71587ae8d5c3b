package org.vidimus.daemon.mta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.policy.Spec;

/// Signatures on messages of all forms: what a real MTA makes of them after it was signed, and whether they are good
/// behind a second one.
public abstract class SigningFormsContract extends SigningScene {
    private static final Pattern SIGNATURE = Pattern.compile("(?m)^DKIM-Signature:(?:.*\r\n[ \t])*.*\r\n");
    private static final String MIME = """
            MIME-Version: 1.0\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: 8bit""";

    @Test
    @Spec({"DKS-12", "DKS-11", "RFC 6376 §5.6"})
    void signaturesArriveAsTheyWereMade() throws Exception {
        // With simple every octet of the signature's own field is hashed, and one more blank would break it.
        try (var _ = daemon("canonicalization = \"simple/simple\"")) {
            Delivery delivery = sent("MAIL FROM:<" + SENDER + ">", message(), "bob@example.org");
            assertSigned(delivery);
            List<String> fields = SIGNATURE
                    .matcher(delivery.text())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertEquals(2, fields.size(), delivery::text);
            for (String field : fields) {
                assertTrue(field.lines().allMatch(line -> line.length() <= 78), field);
                assertTrue(field.contains("c=simple/simple"), field);
            }
            // On top of what the MTA itself wrote when it took the message.
            assertTrue(delivery.text().lastIndexOf("DKIM-Signature:")
                    < delivery.text().indexOf("Received: from client.example.org "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To:bob@example.org",
                "To: \t bob@example.org",
                "To: Bob <bob@example.org>, Eve <eve@example.org>",
                "To: bob@example.org,eve@example.org",
                "To: bob@example.org ,\t eve@example.org,",
                "To: bob, Eve<eve@example.org>(home)",
                "To: Bob A. Smith <bob@example.org>, \"Eve, O.\" <eve@example.org>",
                "To: friends: bob@example.org,eve@example.org;",
                "To: undisclosed-recipients:;",
                "To: bob@example.org.",
                "From: \"Ann, A.\"  <ann@honest.example>",
                "From: Ann O'Hara <ann@honest.example>",
                "From: Ann A. Hara <ann@honest.example>",
                "From: ann@honest.example (Ann)",
                "From:\r\n\tann@honest.example",
                "Subject:   two  blanks \r\n\t a fold  ",
                "Subject:",
                "X-None: the fields as they always are"
            })
    @Spec({"DKS-2", "DKS-12", "RFC 6376 §5.3"})
    void headersOfAllForms(String field) throws Exception {
        try (var _ = daemon()) {
            assertSigned(sent("MAIL FROM:<" + SENDER + ">", replaced(field), "bob@example.org"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Date", "Message-ID", "To", "Subject"})
    @Spec("DKS-4")
    void fieldsThatAreMissing(String name) throws Exception {
        String message = message().replaceFirst("(?m)^" + name + ":.*\r\n", "");
        try (var _ = daemon()) {
            assertSigned(sent("MAIL FROM:<" + SENDER + ">", message, "bob@example.org"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {", ", ",", ",\r\n ", " ,\r\n\t"})
    @Spec("DKS-12")
    void manyRecipients(String separator) throws Exception {
        int count = separator.contains("\r\n") ? 300 : 25;
        String to = IntStream.range(0, count)
                .mapToObj(i -> "User %d <user%d@example.org>".formatted(i, i))
                .collect(Collectors.joining(separator));
        try (var _ = daemon()) {
            assertSigned(sent("MAIL FROM:<" + SENDER + ">", replaced("To: " + to), "bob@example.org"));
        }
    }

    @Test
    @Spec("DKS-5")
    void whatCannotBeSignedGoesWithoutOrNotAtAll() throws Exception {
        String longLine = replaced("To: " + "x@example.org, ".repeat(70) + "y@example.org");
        String twice = message("From: eve@honest.example");
        try (var _ = daemon()) {
            assertUnsigned(sent("MAIL FROM:<" + SENDER + ">", longLine, "bob@example.org"));
            assertUnsigned(sent("MAIL FROM:<" + SENDER + ">", twice, "bob@example.org"));
        }
        try (var _ = daemon("on-unsignable = \"reject\"");
                SmtpDialogue client = lab.inside()) {
            for (String message : List.of(longLine, twice)) {
                SmtpAnswer answer = client.mail(SENDER, message, "bob@example.org");
                assertTrue(answer.toString().startsWith("550 5.7.1 "), answer::toString);
            }
        }
    }

    @Test
    @Spec("DKS-14")
    void eightBitBodies() throws Exception {
        String message = message(MIME) + "caf\u00c3\u00a9\r\n";
        String mail = "MAIL FROM:<" + SENDER + "> BODY=8BITMIME";
        try (var _ = daemon()) {
            Delivery delivery = sent(mail, message, "bob@example.org");
            assertSigned(delivery);
            assertTrue(delivery.text().endsWith("caf\u00c3\u00a9\r\n"));
            // The next server does not offer 8BITMIME.
            Delivery past = sent(mail, message, "bob@seven.example");
            assertSigned(past);
            assertTrue(past.text().endsWith("caf\u00c3\u00a9\r\n"));
            // The same where the MTA converts for it, as it does unless the shipped fragment says otherwise.
            Delivery converted = sent(mail, message, "bob@downgraded.example");
            assertTrue(converted.text().contains("caf=C3=A9"), converted::text);
            assertVerdicts("no honest.example", 2, converted);
        }
    }

    @Test
    @Spec("RFC 6376 §3.4.4")
    void tenMegabytes() throws Exception {
        String body = Stream.generate(() -> "0123456789 ".repeat(6) + "\tx\r\n")
                .limit(150_000)
                .collect(Collectors.joining());
        try (var _ = daemon()) {
            Delivery delivery = sent("MAIL FROM:<" + SENDER + ">", message() + body, "bob@example.org");
            assertSigned(delivery);
            assertTrue(delivery.text().endsWith(body));
        }
    }

    @Test
    @Spec("RFC 6376 §3.4.3")
    void bodiesOfAllForms() throws Exception {
        String header = message().substring(0, message().indexOf("\r\n\r\n") + 4);
        try (var _ = daemon("canonicalization = \"relaxed/simple\"")) {
            for (String body :
                    List.of("", "\r\n", ".\r\n..\r\n", "blanks \t \r\n\r\nend\r\n\r\n\r\n", "From here\r\n")) {
                assertSigned(sent("MAIL FROM:<" + SENDER + ">", header + body, "bob@example.org"));
            }
        }
    }
}
